import { execa } from "execa";
import { withLibpqEnvironment } from "../../database/libpq-environment.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { findPostgresProgram } from "../../database/postgres-programs.ts";
import { Problem } from "../../problem.ts";
import type { ReachedClone } from "../../protocol/database-summaries.ts";

/**
 * Runs psql on a clone in this terminal. The password goes by its environment, where no list of processes shows it.
 * @param args for psql, after the connection.
 * @returns its exit code. @throws Problem "psql-missing".
 */
export async function openPsql(
  { url }: ReachedClone,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const psql = await findPostgresProgram("psql", { env });
  if (!psql) {
    throw new Problem({
      what: "There is no psql on this machine",
      next: "Install PostgreSQL's client programs, or use another one: `slipway clone start` prints the clone's URL.",
      code: "psql-missing",
      usage: true,
    });
  }
  const connection = parseConnection(url, {});
  const { host, port, user, database } = connection;
  const address = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database };
  return withLibpqEnvironment(connection, async (secrets) => {
    const options = { env: { ...address, ...secrets }, stdio: "inherit", reject: false } as const;
    // Ctrl-C is psql's own to handle: it ends a query, not the shell.
    return (await execa(psql.path, args, options)).exitCode ?? 1;
  });
}
