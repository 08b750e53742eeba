import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type RuntimeKind = "docker" | "process";

/** A ticket's number, and the patch that solves it, as an absolute path. */
export interface PreparedFix {
  readonly ticket: number;
  readonly patch: string;
}

/** What whoever started the company needs to know of it. Holds passwords: it goes to the pipe and the private state only. */
export interface PracticeReady {
  readonly id: string;
  readonly runtime: RuntimeKind;
  /** Where a person reads the tickets: `http://127.0.0.1:port`. */
  readonly webUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly cloneUrl: string;
  /** The new hire's token for git and the REST calls. */
  readonly token: string;
  /** The starter ticket's number. */
  readonly ticket: number;
  readonly fixes: readonly PreparedFix[];
  /** As reached from this machine, as the role that owns the database. */
  readonly productionDatabaseUrl: string;
  /** As reached from where production's app runs. */
  readonly productionAppDatabaseUrl: string;
  /** The Docker network that production's app joins, where there is one. */
  readonly productionNetwork: string | null;
}

/** What is decided at the founding and stays, kept in `company.json`. The rest of it is the last ready line. */
export interface Company extends Partial<PracticeReady> {
  readonly id: string;
  readonly runtime: RuntimeKind;
  readonly token: string;
  readonly database: {
    /** On 127.0.0.1. */
    readonly port: number;
    readonly password: string;
    /** Where the process runtime keeps the server's files. */
    readonly directory?: string | undefined;
  };
}

/** The company whose state this is, or undefined where none was founded. */
export async function readCompany(stateDir: string): Promise<Company | undefined> {
  const text = await readFile(join(stateDir, "company.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Company);
}

/** Replaces the state at once, readable for nobody else. */
export async function writeCompany(stateDir: string, company: Company): Promise<void> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, "company.json");
  await writeFile(`${path}.new`, `${JSON.stringify(company, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}
