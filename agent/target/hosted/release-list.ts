import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Release } from "../target.ts";

/** The releases of a target, kept in a file of this machine. */
export class ReleaseList {
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, "releases.json");
  }

  /** Newest first. */
  read(): Release[] {
    return existsSync(this.#file) ? (JSON.parse(readFileSync(this.#file, "utf8")) as Release[]) : [];
  }

  /** The number that the next release gets. */
  get next(): number {
    return (this.read()[0]?.number ?? 0) + 1;
  }

  add(release: Release): void {
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify([release, ...this.read()], null, 2), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}
