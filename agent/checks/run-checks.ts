import pLimit from "p-limit";
import type { Exit } from "../runtime/runtime.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Work } from "../work.ts";

/** A check as it is to be run. */
export interface CheckSpec {
  readonly name: string;
  /** A shell command line; exit code 0 is a pass. */
  readonly run: string;
  readonly database: "clone" | "none";
  /** The stage of the Dockerfile that it runs in; absent means the app's own image. */
  readonly target?: string | undefined;
}

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly exitCode: number;
  /** The end of the output. */
  readonly tail: string;
}

/** What checks run in and on. */
export interface CheckGround {
  /** A database of its own for one check, made from the migrated clone, and the way to give it back. */
  database(name: string): Promise<{ env: Readonly<Record<string, string | Secret>>; drop(): Promise<void> }>;
  run(check: CheckSpec, env: Readonly<Record<string, string | Secret>>): Promise<Exit>;
}

/** How many checks run at once: they share a developer's machine with the editor and the preview. */
const atOnce = 2;

/** Runs every check, each on its own database, also when an earlier one failed. In the order in which they were given. */
export async function runChecks(checks: readonly CheckSpec[], ground: CheckGround, work: Work): Promise<CheckResult[]> {
  const limit = pLimit(atOnce);
  let done = 0;
  const tell = () => work.progress(`${done} of ${checks.length} checks`, checks.length > 0 ? done / checks.length : 1);
  tell();
  return Promise.all(
    checks.map((check) =>
      limit(async () => {
        work.signal.throwIfAborted();
        const result = await runCheck(check, ground);
        done += 1;
        tell();
        return result;
      }),
    ),
  );
}

async function runCheck(check: CheckSpec, ground: CheckGround): Promise<CheckResult> {
  const began = Date.now();
  const database = check.database === "clone" ? await ground.database(check.name) : undefined;
  try {
    const { exitCode, tail, outOfMemory } = await ground.run(check, database?.env ?? {});
    return {
      name: check.name,
      passed: exitCode === 0,
      seconds: (Date.now() - began) / 1000,
      exitCode,
      tail: outOfMemory ? `${tail}\nIt used more memory than it may (app.memory in slipway.json).` : tail,
    };
  } finally {
    await database?.drop();
  }
}
