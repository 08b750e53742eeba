import { execa } from "execa";
import type { Connection } from "../../database/connection.ts";
import { withLibpqEnvironment } from "../../database/libpq-environment.ts";
import type { Work } from "../../work.ts";

/** Runs pg_dump or pg_restore against a server to its end. The password is in no argument; a cancel ends it. */
export function runPostgresProgram(
  path: string,
  connection: Connection,
  { options, operand }: { readonly options: readonly string[]; readonly operand: string },
  work: Work,
): Promise<{ readonly exitCode?: number | undefined; readonly stderr: string }> {
  const { host, port, user } = connection;
  const server = ["--no-password", `--host=${host}`, `--port=${port}`, `--username=${user}`];
  return withLibpqEnvironment(connection, (environment) =>
    execa(path, [...options, ...server, "--", operand], {
      env: { ...environment, PGAPPNAME: "slipway" },
      cancelSignal: work.signal,
      reject: false,
    }),
  );
}
