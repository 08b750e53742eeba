import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** One program of a PostgreSQL installation on this machine. */
export interface PostgresProgram {
  readonly path: string;
  /** The directory that holds its companions (initdb beside postgres, pg_restore beside pg_dump). */
  readonly directory: string;
  /** As it prints itself: "15.18". */
  readonly version: string;
  readonly major: number;
}

export interface ProgramSearch {
  /** Older ones are passed over. */
  readonly minMajor?: number | undefined;
  /** Programs that must stand in the same directory. */
  readonly companions?: readonly string[] | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** The newest pg_dump that can read a server of this major version, or undefined. */
export function findPgDump(minMajor: number, env?: NodeJS.ProcessEnv): Promise<PostgresProgram | undefined> {
  return findPostgresProgram("pg_dump", { minMajor, env });
}

/** The newest program of this name on PATH, in Debian's, Red Hat's and Homebrew's places, or undefined. */
export async function findPostgresProgram(
  name: string,
  search: ProgramSearch = {},
): Promise<PostgresProgram | undefined> {
  const directories = await candidateDirectories(search.env ?? process.env);
  const found = await Promise.all(
    directories.map(async (directory) => {
      const needed = [name, ...(search.companions ?? [])];
      const complete = await Promise.all(needed.map((program) => isExecutable(join(directory, program))));
      return complete.every(Boolean) ? identify(directory, name) : undefined;
    }),
  );
  return found
    .filter((program) => program !== undefined && program.major >= (search.minMajor ?? 0))
    .reduce((best, program) => (best && best.major >= (program?.major ?? 0) ? best : program), undefined);
}

async function candidateDirectories(env: NodeJS.ProcessEnv): Promise<string[]> {
  const onPath = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const installed = await Promise.all([
    versionsIn("/usr/lib/postgresql", (version) => `${version}/bin`),
    versionsIn("/usr", (name) => (name.startsWith("pgsql-") ? `${name}/bin` : undefined)),
    versionsIn("/opt/homebrew/opt", homebrewFormula),
    versionsIn("/usr/local/opt", homebrewFormula),
    versionsIn("/home/linuxbrew/.linuxbrew/opt", homebrewFormula),
    versionsIn("/Applications/Postgres.app/Contents/Versions", (version) => `${version}/bin`),
  ]);
  return [...new Set([...installed.flat(), ...onPath])];
}

function homebrewFormula(name: string): string | undefined {
  return /^(postgresql(@\d+)?|libpq)$/.test(name) ? `${name}/bin` : undefined;
}

async function versionsIn(root: string, place: (entry: string) => string | undefined): Promise<string[]> {
  const entries = await readdir(root).catch(() => []);
  return entries.map(place).flatMap((relative) => (relative ? [join(root, relative)] : []));
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function identify(directory: string, name: string): Promise<PostgresProgram | undefined> {
  const path = join(directory, name);
  const { stdout } = await execa(path, ["--version"], { reject: false, timeout: 5000 });
  const version = /(\d+)(\.\d+)*/.exec(String(stdout ?? ""))?.[0];
  return version ? { path, directory, version, major: Number.parseInt(version, 10) } : undefined;
}
