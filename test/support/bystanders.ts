import { tmpdir } from "node:os";
import { basename, relative, sep } from "node:path";
import { isAlive } from "../../agent/is-alive.ts";
import type { Census, Thing } from "./census.ts";
import { belongsToOthers } from "./others-processes.ts";
import { listeners } from "./proc.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** Folders of tests in the temporary directory; those of the product are called otherwise. */
const testFolder =
  /^(slipway-(test|forge|report|contract|run|ed|shop|process)-|vitest|node-compile-cache|npm-|bash_|playwright|\.?org\.chromium)/;
/** Those of the product tell whose they are: `slipway-<word>-<process>-<six characters>`. */
const lentFolder = /^slipway-[a-z]+-(\d+)-\w{6}$/;
/** Images that all use: what every snapshot is based on is made once and kept, official ones are pulled once. */
const sharedImage = /^(slipway\.local\/|(postgres|caddy|node):)/;

type OwnHome = Pick<SlipwayHome, "folder" | "databases">;

/** What a test has made on purpose. */
export interface Own {
  readonly home: OwnHome;
  /** What else is the test's own: people's clones, the stand-in's state. */
  readonly folders?: readonly string[];
  /** The ids of the practice companies that were founded. */
  readonly companies?: readonly string[];
  /** The slug of the repository, where anything of it is on Docker. */
  readonly repository?: string | undefined;
}

/**
 * Tells apart what others do on this machine at the same time: processes that nothing ties to the test, and whatever
 * else clearly comes from another one. Files and what is on Docker count as the test's own where nobody is known for
 * them.
 */
export function bystanders(before: Census, own: Own): (thing: Thing) => boolean {
  const older = new Set([...before.things.values()].filter(({ kind }) => kind === "process").map(pidOf));
  const { home, folders = [], companies = [], repository } = own;
  const names = [home.folder, home.databases, ...folders, ...companies];
  const isOthersProcess = (pid: number) => belongsToOthers(pid, { home: home.folder, names, older });
  return (thing) => {
    if (thing.kind === "process") return isOthersProcess(pidOf(thing));
    if (thing.kind === "port") return listeners(Number(thing.id)).some(isOthersProcess);
    if (thing.kind === "file") return isOthersFile(thing.label, { home, companies, isOthersProcess });
    return isOthersResource(thing, { companies, repository });
  };
}

interface FileOwner {
  readonly home: OwnHome;
  readonly companies: readonly string[];
  isOthersProcess(pid: number): boolean;
}

function isOthersFile(path: string, { home, companies, isOthersProcess }: FileOwner): boolean {
  const [top = ""] = relative(tmpdir(), path).split(sep);
  const borrower = lentFolder.exec(top)?.[1];
  // One that was killed may have been the test's.
  if (borrower !== undefined && isAlive(Number(borrower)) && isOthersProcess(Number(borrower))) return true;
  if (top !== "..") return testFolder.test(top) && top !== basename(home.folder);
  const [, above, folder, place = "", company] = path.split(sep);
  if (above !== "var" || (folder !== "cache" && folder !== "lib")) return false;
  if (place === "slipway-practice") return company !== undefined && !companies.includes(company);
  return !place.startsWith("slipway") || place !== basename(home.databases);
}

function isOthersResource(
  { kind, label }: Thing,
  own: { companies: readonly string[]; repository: string | undefined },
): boolean {
  if (kind === "image" && sharedImage.test(label)) return true;
  const company = /slipway-practice-([0-9a-f]{8})/.exec(label)?.[1];
  if (company !== undefined) return !own.companies.includes(company);
  const repository = /^\/?slipway[-/]([a-z0-9-]+)/.exec(label)?.[1];
  return repository !== undefined && (own.repository === undefined || !repository.startsWith(own.repository));
}

function pidOf({ label }: Thing): number {
  return Number.parseInt(label, 10);
}
