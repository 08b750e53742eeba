/**
 * @module-tag postgres
 */
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { curveThrough, defaultCurve } from "../../agent/subset/curve.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
import { openSource } from "../../agent/subset/source/source.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched, type Work } from "../../agent/work.ts";
import { awkwardOrphans, awkwardSchema } from "../support/awkward-schema.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { tableContents } from "../support/table-contents.ts";
import { lockTable } from "../support/table-lock.ts";

let server: TestPostgres;
let source: Connection;
let base: Omit<SubsetRequest, "target">;
let made = 0;

const target = () => createDatabase(server.connection, `target_${made++}`);
const run = async (changes: Partial<SubsetRequest> = {}, work: Work = unwatched()) => {
  const request = { ...base, target: await target(), ...changes };
  return { report: await subset(request, work), target: request.target };
};

const sessions = async () => {
  const [row] = await sql<{ n: number }>(
    server.connection,
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE 'slipway%' AND datname IS NOT NULL AND pid <> pg_backend_pid()",
  );
  return row?.n;
};

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, awkwardSchema);
  await sql(source, "VACUUM ANALYZE");
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  base = { source, seed: 7, tables: {}, transforms: "unmasked", dumper: pgDumpDumper(program) };
}, 60_000);
afterAll(() => server?.stop());

describe("a subset of the awkward schema", () => {
  test("breaks no key, keeps ledgers whole, stays near the curve, carries every column over", async () => {
    const { report, target } = await run();
    expect(await sql(target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
    const byName = new Map(report.tables.map((table) => [table.name, table]));
    expect(byName.get("schema_migrations")).toMatchObject({ rows: 60, sourceRows: 60 });
    expect(byName.get("empty_one")).toMatchObject({ rows: 0, targetRows: 0 });
    const curve = curveThrough(defaultCurve);
    for (const name of ["no_key", "lines", "orders"]) {
      const table = byName.get(name);
      expect(table?.targetRows).toBe(curve(table?.sourceRows ?? 0));
      expect((table?.rows ?? 0) / (table?.targetRows ?? 1), name).toBeGreaterThanOrEqual(0.9);
      expect((table?.rows ?? 0) / (table?.targetRows ?? 1), name).toBeLessThan(1.3);
    }
    const inTarget = await sql<{ n: string }>(
      target,
      `SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM ONLY animals) AS n`,
    );
    expect(Number(inTarget[0]?.n)).toBe((byName.get("orders")?.rows ?? 0) + (byName.get("animals")?.rows ?? 0));

    // Every row is a row of the source, to the last byte.
    const rows = await sql<{ text: string }>(
      target,
      `SELECT t::text AS text FROM "Odd Schema"."User Table" t UNION ALL SELECT t::text FROM orders t`,
    );
    const originals = await sql<{ text: string }>(
      source,
      `SELECT t::text AS text FROM "Odd Schema"."User Table" t UNION ALL SELECT t::text FROM orders t`,
    );
    const known = new Set(originals.map(({ text }) => text));
    expect(rows.filter(({ text }) => !known.has(text))).toEqual([]);
  });

  test("has the source's constraints, sequences, materialized views and statistics", async () => {
    const { target } = await run();
    const constraints =
      "SELECT conname, convalidated, condeferrable FROM pg_constraint WHERE connamespace::regnamespace::text IN ('public', 'Odd Schema') ORDER BY 1, 2";
    expect(await sql(target, constraints)).toEqual(await sql(source, constraints));
    const sequences = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1";
    expect(await sql(target, sequences)).toEqual(await sql(source, sequences));
    expect(await sql(target, "SELECT (SELECT n FROM a_sum) = (SELECT count(*) FROM orders) AS right")).toEqual([
      { right: true },
    ]);
    expect(await sql(target, "SELECT reltuples > 0 AS analysed FROM pg_class WHERE relname = 'lines'")).toEqual([
      { analysed: true },
    ]);
  });

  test("is the same for the same seed and another for another, whatever the number of jobs", async () => {
    const [one, again, other] = [await run({ jobs: 1 }), await run({ jobs: 3 }), await run({ seed: 8 })];
    expect(await tableContents(again.target)).toBe(await tableContents(one.target));
    expect(await tableContents(other.target)).not.toBe(await tableContents(one.target));
    expect(again.report.tables).toEqual(one.report.tables);
  });

  test("obeys the rules for tables, and links", async () => {
    const { report, target } = await run({
      tables: {
        no_key: 0,
        "public.animals": "all",
        lines: 50,
        legacy: { rows: 5, where: "id > 100", include: "id = 3" },
      },
      links: [{ from: "legacy.subject_id", to: "employees.id", when: "subject_type = 'Employee'" }],
    });
    const rows = Object.fromEntries(report.tables.map((table) => [table.name, table.rows]));
    expect(rows).toMatchObject({ no_key: 0, animals: 500 });
    expect(await sql(target, "SELECT id FROM legacy WHERE id <= 100")).toEqual([{ id: 3 }]);
    expect(
      await sql(
        target,
        "SELECT count(*)::int AS n FROM legacy WHERE subject_type = 'Employee' AND subject_id::int NOT IN (SELECT id FROM employees)",
      ),
    ).toEqual([{ n: 0 }]);
    expect(await sql(target, "SELECT count(*)::int AS n FROM legacy WHERE subject_type = 'Employee'")).not.toEqual([
      { n: 0 },
    ]);
  });

  test("names the nearest table where a rule's table does not exist, and leaves the target empty", async () => {
    const to = await target();
    const failed = subset({ ...base, target: to, tables: { ordres: 5 } }, unwatched());
    await expect(failed).rejects.toMatchObject({ code: "config-invalid", usage: true, next: 'Write "orders".' });
    expect(await tableContents(to)).toBe("[]");
  });
});

describe("the source", () => {
  test("is only read, and a role with nothing but SELECT is enough", async () => {
    await sql(
      source,
      `CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA "Odd Schema" TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public, "Odd Schema" TO reader`,
    );
    const writes = `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) AS n, pg_current_wal_insert_lsn() AS at FROM pg_stat_user_tables`;
    await sql(source, "CHECKPOINT; SELECT pg_stat_force_next_flush()");
    const before = await sql<{ n: string }>(source, writes);
    const reader = { ...source, user: "reader", password: new Secret("r") };
    const { report, target } = await run({ source: reader });
    expect(await sql(target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
    expect((await sql<{ n: string }>(source, writes))[0]?.n).toBe(before[0]?.n);
    const full = await run();
    expect(report.tables).toEqual(full.report.tables);
    // Its sequences may not be read: they go behind the rows.
    expect(
      await sql(target, "SELECT last_value = (SELECT max(id) FROM employees) AS behind FROM employees_id_seq"),
    ).toEqual([{ behind: true }]);
  });

  test("is locked against everything that moves rows, and every session sees the same instant and cannot write", async () => {
    const { signal } = new AbortController();
    const opened = await openSource(source, { jobs: 3, signal });
    try {
      const locked = await opened.query<{ name: string }>(
        "SELECT relation::regclass::text AS name FROM pg_locks WHERE mode = 'AccessShareLock' AND relation::regclass::text = ANY ('{empty_one,cats,orders_rest_1}') ORDER BY 1",
      );
      expect(new Set(locked.map(({ name }) => name))).toEqual(new Set(["cats", "empty_one", "orders_rest_1"]));
      await sql(source, "INSERT INTO empty_one VALUES (1)");
      const seen = await Promise.all(
        [1, 2, 3].map(() => opened.query("SELECT pg_sleep(0.2), (SELECT count(*)::int FROM empty_one) AS n")),
      );
      expect(seen.map(([row]) => row)).toMatchObject([{ n: 0 }, { n: 0 }, { n: 0 }]);
      await expect(opened.query("INSERT INTO empty_one VALUES (2)")).rejects.toMatchObject({ code: "25006" });
    } finally {
      await opened.close();
      await sql(source, "DELETE FROM empty_one");
    }
    expect(await sessions()).toBe(0);
  });

  test.each(["close", "interrupt"] as const)("is left by sessions that are just being opened: %s", async (end) => {
    const opened = await openSource(source, { jobs: 3, signal: new AbortController().signal });
    const queries = [1, 2, 3].map(() => opened.query("SELECT 1"));
    const settled = Promise.allSettled(queries);
    await opened[end]();
    await settled;
    expect(await sessions()).toBe(0);
  });

  test("is left by a cancel while it does not answer a close", async () => {
    const opened = await openSource(source, { jobs: 1, signal: new AbortController().signal });
    const [session] = await opened.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    if (!session) throw new Error("no session");
    process.kill(session.pid, "SIGSTOP");
    try {
      const closed = opened.close().then(() => "closed");
      await opened.interrupt();
      expect(await Promise.race([closed, setImmediate("waits on")])).toBe("closed");
    } finally {
      process.kill(session.pid, "SIGCONT");
    }
    await expect.poll(sessions).toBe(0);
  });

  test("is named with the grant that it lacks", async () => {
    await sql(source, "CREATE ROLE stranger LOGIN PASSWORD 's'");
    const stranger = { ...source, user: "stranger", password: new Secret("s") };
    await expect(run({ source: stranger })).rejects.toMatchObject({
      code: "source-privileges",
      next: expect.stringContaining('GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "stranger"'),
    });
  });

  test("is not waited for when somebody holds a lock", async () => {
    await using _held = await lockTable(source, "lines");
    await expect(run()).rejects.toMatchObject({ code: "source-locked" });
  });

  test("must be reachable, and says so in words without the password", async () => {
    const wrong = { ...source, password: new Secret("hunter2") };
    await expect(run({ source: wrong })).rejects.toMatchObject({
      code: "source-refused",
      message: expect.not.stringContaining("hunter2"),
    });
    await expect(run({ source: withDatabase(source, "nowhere") })).rejects.toMatchObject({ code: "source-refused" });
    await expect(run({ source: { ...source, port: 1 } })).rejects.toMatchObject({ code: "source-unreachable" });
    const encrypted = { ...source, ssl: { mode: "require" as const } };
    await expect(run({ source: encrypted })).rejects.toMatchObject({ code: "source-tls" });
    expect(await sessions()).toBe(0);
  });
});

describe("the target", () => {
  test("must be empty, and is left as it was", async () => {
    const to = await target();
    await sql(to, "CREATE TABLE mine (id int)");
    await expect(subset({ ...base, target: to }, unwatched())).rejects.toMatchObject({
      code: "target-not-empty",
      usage: true,
    });
    expect(await sql(to, "SELECT count(*)::int AS n FROM mine")).toEqual([{ n: 0 }]);
  });

  test.each(["Reading", "Choosing", "Copied", "Creating", "Refreshing"])(
    "is empty after a cancel while %s",
    async (moment) => {
      const to = await target();
      const before = await sql(to, "SELECT nspname, nspowner, nspacl::text FROM pg_namespace ORDER BY 1");
      const controller = new AbortController();
      const seen: string[] = [];
      const progress = (message: string) => {
        seen.push(message);
        if (message.startsWith(moment)) controller.abort();
      };
      const cancelled = subset({ ...base, target: to }, { ...unwatched(controller.signal), progress });
      await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
      expect(seen.some((message) => message.startsWith(moment))).toBe(true);
      expect(await sessions()).toBe(0);
      expect(await tableContents(to)).toBe("[]");
      expect(await sql(to, "SELECT 1 FROM pg_type WHERE typname = 'mood'")).toEqual([]);
      expect(await sql(to, "SELECT nspname, nspowner, nspacl::text FROM pg_namespace ORDER BY 1")).toEqual(before);
    },
  );
});
