import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyState, type State } from "./state.ts";

/** The state, and the one way to change it: what `change` did is on disk when it returns. */
export interface Store {
  readonly state: State;
  change<T>(mutate: (state: State) => T): T;
  /** What GitHub gives every new thing: an id, its author and the time. */
  made(author: string): { id: number; author: string; createdAt: string; updatedAt: string };
}

/** Opens the state kept in a folder (made where it is missing); a crash leaves the old file or the new one, whole. */
export function openStore(stateDir: string): Store {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const file = join(stateDir, "github.json");
  // A file of an older version lacks what was added since.
  const state: State = { ...emptyState(), ...(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) };

  return {
    state,
    change(mutate) {
      const result = mutate(state);
      writeFileSync(`${file}.new`, JSON.stringify(state, null, 1), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return result;
    },
    made(author) {
      const now = timestamp();
      return { id: state.nextId++, author, createdAt: now, updatedAt: now };
    },
  };
}

/** The time as GitHub writes it: UTC, to the second. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
