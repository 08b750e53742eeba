import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Backup, Release, WriteCounters } from "../target.ts";

/**
 * The releases of a target, kept in a file of this machine. What is begun is written down before production changes:
 * a release that went live while its agent was killed is found there.
 */
export class ReleaseList {
  readonly #file: string;
  readonly #begunFile: string;

  constructor(folder: string) {
    this.#file = join(folder, "releases.json");
    this.#begunFile = join(folder, "release-begun.json");
  }

  /** Newest first. */
  read(): Release[] {
    return ((readJson(this.#file) as Noted[] | undefined) ?? []).map(asRelease);
  }

  /**
   * The releases with the begun one on top: where it serves though nobody could note it any more, and where it does not
   * but has changed the database.
   */
  readWith(served: { version: string; url: string } | undefined): Release[] {
    const releases = this.read();
    const { begun } = this;
    if (!begun || begun.number <= (releases[0]?.number ?? 0)) return releases;
    if (begun.commit === served?.version) return [{ ...begun, url: begun.url || served.url }, ...releases];
    return hasChangedDatabase(begun) ? [{ ...begun, neverLive: true }, ...releases] : releases;
  }

  /** What was begun last, whatever became of it. */
  get begun(): Release | undefined {
    const begun = readJson(this.#begunFile) as Noted | undefined;
    return begun && asRelease(begun);
  }

  begin(release: Release): void {
    writeJson(this.#begunFile, release);
  }

  /** Notes a release; one of the same number is replaced. */
  put(release: Release): void {
    const others = this.read().filter(({ number }) => number !== release.number);
    writeJson(this.#file, [release, ...others]);
  }
}

/** A release as it stands in a file: older builds noted a backup's place alone, and the writes beside it. */
interface Noted extends Omit<Release, "backup"> {
  readonly backup?: Backup | string | undefined;
  readonly writes?: WriteCounters | undefined;
}

function asRelease({ backup, writes, ...release }: Noted): Release {
  if (typeof backup !== "string") return { ...release, backup };
  return { ...release, backup: { place: backup, at: release.at, writes } };
}

/** A database that was restored for a release is put back where that release fails. */
function hasChangedDatabase({ migrations, backup, restored }: Release): boolean {
  return restored === undefined && (migrations.length > 0 || backup !== undefined);
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function writeJson(file: string, value: unknown): void {
  // Whoever only looks makes no folder.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}
