/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import { maskSource } from "../../agent/mask/mask-source.ts";
import { proposeMasks } from "../../agent/mask/propose-masks.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { awkwardOrphans, awkwardSchema } from "../support/awkward-schema.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { caughtUp, startStandby } from "../support/standby.ts";
import { tableContents } from "../support/table-contents.ts";

let primary: TestPostgres;
let standby: TestPostgres;
let onPrimary: Connection;
let onStandby: Connection;
let made = 0;

const run = async (source: Connection, changes: Partial<SubsetRequest> = {}) => {
  const target = await createDatabase(primary.connection, `target_${made++}`);
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  const log: string[] = [];
  const request = {
    source,
    target,
    seed: 3,
    tables: {},
    transforms: "unmasked" as const,
    dumper: pgDumpDumper(program),
  };
  const report = await subset({ ...request, ...changes }, { ...unwatched(), log: (text) => log.push(text) });
  return { report, target, log: log.join("") };
};

beforeAll(async () => {
  primary = await startPostgres({ wal_level: "replica", max_wal_senders: "4" });
  const source = await createDatabase(primary.connection, "source");
  await sql(source, awkwardSchema);
  await sql(
    source,
    `CREATE UNLOGGED TABLE scratch (id int REFERENCES employees); INSERT INTO scratch SELECT generate_series(1, 100);
     CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA "Odd Schema" TO reader;
     GRANT SELECT ON ALL TABLES IN SCHEMA public, "Odd Schema" TO reader`,
  );
  standby = await startStandby(primary, { max_standby_streaming_delay: "0", hot_standby_feedback: "off" });
  onPrimary = { ...source, user: "reader", password: new Secret("r") };
  onStandby = { ...onPrimary, port: standby.connection.port };
});
afterAll(async () => {
  await standby?.stop();
  await primary?.stop();
});

test("from a hot standby, as a role with nothing but SELECT, the very same rows come as from the primary", async () => {
  const [first, second] = [await run(onPrimary, { tables: { scratch: 0 } }), await run(onStandby)];
  expect(await sql(second.target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
  expect(await tableContents(second.target)).toBe(await tableContents(first.target));
  const others = first.report.tables.filter(({ name }) => name !== "scratch");
  expect(second.report.tables).toEqual(others);
  expect(second.report.rows).toBeGreaterThan(500);
});

test("an unlogged table, of which a standby has nothing, is there as schema, and the report says so", async () => {
  const { report, target } = await run(onStandby);
  expect(report.notes.join("\n")).toContain("unlogged table public.scratch: a standby has no rows of it: schema only");
  expect(await sql(target, "SELECT count(*)::int AS n FROM scratch")).toEqual([{ n: 0 }]);
});

test("its masks are made without a look into unlogged tables and partitions, and hold for all others", async () => {
  await sql(
    { ...primary.connection, database: "source" },
    `ALTER TABLE scratch ADD email text, ADD CHECK (email <> '');
     CREATE TABLE visits (who text, day int) PARTITION BY LIST (day);
     CREATE UNLOGGED TABLE visits_today PARTITION OF visits FOR VALUES IN (1);
     CREATE TABLE visits_before PARTITION OF visits FOR VALUES IN (2);
     INSERT INTO visits SELECT 'mail ' || g || '@corp.test', 1 + g % 2 FROM generate_series(1, 100) g;
     GRANT SELECT ON visits, visits_today, visits_before TO reader`,
  );
  await caughtUp(primary, standby);
  const proposed = await proposeMasks(onStandby, unwatched());
  const columns = proposed.map(({ column }) => column);
  expect(columns).toEqual(expect.arrayContaining(["scratch.email", "visits.who", "employees.email"]));
  const section = {
    ...Object.fromEntries(proposed.map(({ column, proposal }) => [column, proposal])),
    "scratch.email": { sql: "'x' || id" },
    scratch: { keepRows: "id = 7" },
  };
  const transforms = await maskSource({ source: onStandby, section, key: Buffer.alloc(32, 3) }, unwatched());
  const { report, target } = await run(onStandby, { transforms });
  expect(report.rows).toBeGreaterThan(500);
  const raw = `SELECT (SELECT count(*) FROM employees WHERE email LIKE '%corp.test')::int AS employees,
                      (SELECT count(*) FROM visits WHERE who LIKE '%corp.test')::int AS visits,
                      (SELECT count(*) > 0 FROM visits) AS filled`;
  expect(await sql(target, raw)).toEqual([{ employees: 0, visits: 0, filled: true }]);
});

/** Makes the standby cancel whatever reads there: rows that its snapshots see are cleaned up on the primary. */
const conflict = async () => {
  await sql(
    { ...primary.connection, database: "source" },
    "DELETE FROM no_key WHERE ctid IN (SELECT ctid FROM no_key LIMIT 1)",
  );
  await sql({ ...primary.connection, database: "source" }, "VACUUM no_key");
  await caughtUp(primary, standby);
};

/** A dumper during which the standby cancels us, the first so many times. */
const disturbed = async (times: number): Promise<Partial<SubsetRequest>> => {
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  const dumper = pgDumpDumper(program);
  let left = times;
  return {
    dumper: {
      ...dumper,
      async dump(request) {
        if (left-- > 0) await conflict();
        return dumper.dump(request);
      },
    },
  };
};

test("a standby that cancels the read is read once more", async () => {
  const { report, log } = await run(onStandby, await disturbed(1));
  expect(report.rows).toBeGreaterThan(500);
  expect(log).toContain("conflict with recovery");
});

test("a standby that cancels it again: what to set there is said", async () => {
  await expect(run(onStandby, await disturbed(5))).rejects.toMatchObject({
    code: "source-conflict",
    next: expect.stringContaining("hot_standby_feedback = on"),
  });
});
