import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Outputs of stages by their key, so that what was done is not done again by a later run. */
export class StageMemory {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  recall(stage: string, key: string): unknown {
    const file = this.#file(stage, key);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      // Half written by a killed process: as good as never done.
      return undefined;
    }
  }

  /** @throws the system's error where it cannot be written; nothing is left half written. */
  remember(stage: string, key: string, output: unknown): void {
    const file = this.#file(stage, key);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}.draft`;
    try {
      writeFileSync(draft, JSON.stringify(output), { mode: 0o600 });
      renameSync(draft, file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }

  #file(stage: string, key: string): string {
    return join(this.#folder, stage, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);
  }
}
