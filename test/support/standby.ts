import { join } from "node:path";
import { execa } from "execa";
import { type ServerFiles, serve, type TestPostgres, unprivileged, unprivilegedFolder } from "./postgres.ts";
import { sql } from "./sql.ts";

/** A hot standby of this server, made by pg_basebackup, that has replayed everything the server has done so far. */
export async function startStandby(
  primary: TestPostgres,
  settings: ServerFiles["settings"] = {},
): Promise<TestPostgres> {
  const { programs, connection } = primary;
  const home = await unprivilegedFolder();
  const data = join(home, "data");
  const from = `host=127.0.0.1 port=${connection.port} user=${connection.user}`;
  const password = connection.password?.reveal() ?? "";
  await execa(
    join(programs, "pg_basebackup"),
    ["-d", from, "-D", data, "--checkpoint=fast", "--no-sync", "--write-recovery-conf"],
    { ...unprivileged, cwd: home, env: { PGPASSWORD: password } },
  );
  if (!connection.password) throw new Error("A standby needs its server's password");
  const standby = await serve({ programs, home, password: connection.password, settings });
  await caughtUp(primary, standby);
  return standby;
}

/** Resolves when the standby has replayed what the server has written until now. */
export async function caughtUp(primary: TestPostgres, standby: TestPostgres): Promise<void> {
  // Test servers flush later than they commit: this commit waits, and takes all that went before along.
  await sql(primary.connection, "SET synchronous_commit = on; SELECT pg_logical_emit_message(true, 'test', '')");
  const [at] = await sql<{ lsn: string }>(primary.connection, "SELECT pg_current_wal_flush_lsn() AS lsn");
  const query = `SELECT pg_last_wal_replay_lsn() >= '${at?.lsn}' AS there`;
  for (let tries = 0; tries < 600; tries++) {
    const [answer] = await sql<{ there: boolean }>(standby.connection, query);
    if (answer?.there) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The standby does not catch up");
}
