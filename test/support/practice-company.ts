import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import pg from "pg";
import type { PracticeReady, RuntimeKind } from "../../practice/company/company.ts";

/** Where a company keeps its state and the copy of its production. */
export interface CompanyPlace {
  readonly state: string;
  readonly cache: string;
  readonly runtime: RuntimeKind;
}

/** The practice company as a process of its own. */
export interface RunningCompany {
  readonly ready: PracticeReady;
  /** The progress messages before it was ready. */
  readonly progress: readonly string[];
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | undefined>;
  /** SIGKILL: nothing is put in order. */
  kill(): Promise<void>;
}

const main = resolve(import.meta.dirname, "../../practice/main.ts");

/** Founds the company, or wakes it, and waits until it is ready. */
export async function startCompany(place: CompanyPlace): Promise<RunningCompany> {
  const company = spawnCompany(place);
  const progress: string[] = [];
  for await (const line of linesOf(company)) {
    const said = JSON.parse(line) as { kind: string; message?: string } & PracticeReady;
    if (said.kind === "progress") progress.push(said.message ?? "");
    else if (said.kind !== "practice") throw new Error(`The practice company: ${said.message}`);
    else {
      const { kind: _, ...ready } = said;
      const end = async (signal: NodeJS.Signals) => {
        company.kill(signal);
        return (await company).exitCode;
      };
      return { ready, progress, stop: () => end("SIGTERM"), kill: async () => void (await end("SIGKILL")) };
    }
  }
  throw new Error(`The practice company ended: ${(await company).stderr}`);
}

/** What a founding says, as it says it. Execa's own lines would wait for its end when the reader leaves. */
export function linesOf(company: ReturnType<typeof spawnCompany>): AsyncIterable<string> {
  return createInterface({ input: company.stdout });
}

/** The founding as a process; {@link linesOf} reads it. */
export function spawnCompany({ state, cache, runtime }: CompanyPlace) {
  const args = [main, "found", "--state", state, "--cache", cache, "--runtime", runtime];
  return execa(process.execPath, args, { reject: false, forceKillAfterDelay: false });
}

export async function removeCompany(state: string): Promise<void> {
  await execa(process.execPath, [main, "remove", "--state", state]);
}

/** Rows of one statement on a database. */
export async function queryUrl<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}
