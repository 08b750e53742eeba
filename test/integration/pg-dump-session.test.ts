/** @module-tag postgres */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

test("pg_dump's session cannot write, and the server notices soon when its client is gone", async () => {
  // psql in pg_dump's place: of all programs it can tell what its session is set to.
  const path = join(temporaryFolder(), "tell");
  const names = ["default_transaction_read_only", "tcp_keepalives_idle", "tcp_keepalives_interval"];
  const commands = [...names, "tcp_keepalives_count", "tcp_user_timeout"].map((name) => `-c 'SHOW ${name}'`);
  const { host, port, user, database } = server.connection;
  const address = `--host=${host} --port=${port} --username=${user} ${database}`;
  writeFileSync(path, `#!/bin/sh\nexec "${join(server.programs, "psql")}" -XAt ${commands.join(" ")} ${address}\n`);
  chmodSync(path, 0o755);
  const dumper = pgDumpDumper({ path, version: "none" });
  const { preData } = await dumper.dump({ source: server.connection, signal: new AbortController().signal });
  expect(preData.trim().split("\n")).toEqual(["on", "60", "10", "3", "90000"]);
});
