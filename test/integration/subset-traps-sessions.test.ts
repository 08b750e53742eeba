/**
 * @module-tag postgres
 * @module-tag postgres18
 */

import { describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { quoteLiteral } from "../../agent/database/identifiers.ts";
import type { SchemaRequest } from "../../agent/database/schema-dumper.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { openSource } from "../../agent/subset/source/source.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { sql } from "../support/sql.ts";
import { eachVersion } from "../support/subset-versions.ts";
import { lockTable } from "../support/table-lock.ts";
import { startPooler } from "../support/transaction-pooler.ts";

const schema = "CREATE TABLE things (id int PRIMARY KEY); INSERT INTO things SELECT generate_series(1, 500);";

/** A role that may read everything, with settings of its own. */
async function reader(source: Connection, settings: string): Promise<Connection> {
  const role = `reader_${source.database}`;
  const alters = settings
    .split(";")
    .filter((one) => one.trim())
    .map((setting) => `ALTER ROLE ${role} SET ${setting};`);
  await sql(
    source,
    `CREATE ROLE ${role} LOGIN PASSWORD 'r'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; ${alters.join(" ")}`,
  );
  return { ...source, user: role, password: new Secret("r") };
}

eachVersion((versions) => {
  test("a role's timeouts and its habits end nothing and change nothing", async () => {
    const source =
      await versions.makeSource(`${schema} CREATE TABLE slow (id int); INSERT INTO slow SELECT generate_series(1, 300000);
      CREATE TABLE formats (d date, i interval, f float8, b bytea); INSERT INTO formats VALUES ('2024-02-01', '-1 day 2:03', 0.1 + 0.2, '\\\\x00ff');`);
    const timeouts = versions.only18 ? "; transaction_timeout = '300ms'" : "";
    const hasty = await reader(
      source,
      `statement_timeout = '150ms'; idle_in_transaction_session_timeout = '60ms'; lock_timeout = '1ms'; default_transaction_read_only = on;
       default_transaction_isolation = serializable; search_path = ''; datestyle = 'German'; intervalstyle = 'iso_8601'; extra_float_digits = 0;
       bytea_output = 'escape'; row_security = on${timeouts}`,
    );
    const { report, target } = await versions.subset(hasty, { jobs: 2 });
    expect(report.rows).toBe(300501);
    const formats = "SELECT d, i, f, b FROM formats";
    expect(await sql(target, formats)).toEqual(await sql(source, formats));
  });

  test("a lock that somebody holds is not waited for, and the table is named", async () => {
    const source = await versions.makeSource(schema);
    await using _held = await lockTable(source, "things");
    await expect(versions.subset(source)).rejects.toMatchObject({
      code: "source-locked",
      next: expect.stringContaining("migration"),
    });
  });

  test("the server notices soon when the machine that reads is gone, and waits for no timeout of the system's", async () => {
    const source = await versions.makeSource(schema);
    const opened = await openSource(source, { jobs: 2, signal: new AbortController().signal });
    const names = ["tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout"];
    const show = `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(", ")}, pg_sleep(0.1)`;
    try {
      // What the server shows is what the session's socket has taken. Both sessions are asked.
      for (const [shown] of await Promise.all([opened.query(show), opened.query(show)]))
        expect(shown).toMatchObject({
          tcp_keepalives_idle: "60",
          tcp_keepalives_interval: "10",
          tcp_keepalives_count: "3",
          tcp_user_timeout: "90000",
        });
    } finally {
      await opened.close();
    }
  });

  test("the source is left before views are filled: that may take long", async () => {
    const source = await versions.makeSource(`${schema}
      CREATE MATERIALIZED VIEW slow AS SELECT pg_advisory_xact_lock(7)::text, count(*) FROM things;`);
    const request = await versions.request(source);
    // What the view asks for is held in the target, so that its refresh does not end.
    const holder = await openClient(request.target);
    await holder.query("SELECT pg_advisory_lock(7)");
    const made = subset(request, unwatched());
    try {
      const refreshing = "SELECT FROM pg_stat_activity WHERE query LIKE 'REFRESH%' AND wait_event = 'advisory'";
      await expect.poll(() => sql(request.target, refreshing)).toHaveLength(1);
      const reading = `SELECT FROM pg_stat_activity WHERE application_name LIKE 'slipway%'
        AND datname = ${quoteLiteral(source.database)} AND pid <> pg_backend_pid()`;
      await expect.poll(() => sql(source, reading), { timeout: 5000 }).toEqual([]);
    } finally {
      await holder.end();
    }
    expect((await made).rows).toBe(500);
  });

  test("nothing of the source can be moved while it is read, and nothing waits behind our locks but that", async () => {
    // An empty table is not even counted: nothing but our lock is there to protect it.
    const source = await versions.makeSource(`${schema} CREATE TABLE untouched (id int)`);
    const seen: string[] = [];
    const request = await versions.request(source);
    const dumper = {
      ...request.dumper,
      dump: async (more: SchemaRequest) => {
        for (const statement of ["LOCK TABLE untouched", "TRUNCATE untouched", "ALTER TABLE untouched ADD x int"])
          await sql(source, `SET lock_timeout = '50ms'; ${statement}`).catch((error: Error) =>
            seen.push(error.message),
          );
        await sql(source, "INSERT INTO things SELECT max(id) + 1 FROM things");
        return request.dumper.dump(more);
      },
    };
    const { report } = await versions.subset(source, { dumper });
    expect(report.rows).toBe(500);
    expect(seen).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("lock timeout")));
  });

  describe("behind a pooler", () => {
    test("that lends connections by the transaction: refused in words, and nothing stays set on them", async () => {
      const source = await versions.makeSource(schema);
      const pooler = await startPooler(source, "transaction");
      const pooled = { ...source, port: pooler.port };
      try {
        const failed = versions.subset(pooled);
        await expect(failed).rejects.toMatchObject({
          code: "source-pooler",
          what: "The source database is reached through a pooler in transaction mode",
          next: expect.stringContaining("session mode"),
        });
        const other = await openClient(pooled);
        const { rows } = await other.query(
          "SELECT current_setting('default_transaction_read_only') AS read_only, current_setting('search_path') AS path",
        );
        expect(rows).toEqual([{ read_only: "off", path: '"$user", public' }]);
        await other.end();
      } finally {
        await pooler.stop();
      }
    });

    test("that lends them by the session: as without", async () => {
      const source = await versions.makeSource(schema);
      const pooler = await startPooler(source, "session");
      try {
        const { report } = await versions.subset({ ...source, port: pooler.port });
        expect(report.rows).toBe(500);
      } finally {
        await pooler.stop();
      }
    });
  });
});
