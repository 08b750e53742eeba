/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { qualifiedName } from "../../agent/database/identifiers.ts";
import { machineDumper } from "../../agent/database/machine-dumper.ts";
import { maskSource } from "../../agent/mask/mask-source.ts";
import { detectMigrations } from "../../agent/migrations/detect-migrations.ts";
import { frameworks } from "../../agent/migrations/frameworks/all.ts";
import { readLedger } from "../../agent/migrations/ledger.ts";
import { pendingMigrations } from "../../agent/migrations/pending-migrations.ts";
import type { SubsetReport } from "../../agent/subset/request.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { ledgerCases } from "../support/ledgers/cases.ts";
import type { LedgerCase } from "../support/ledgers/ledger-case.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { writeTree } from "../support/write-tree.ts";

/** So many that the curve alone would keep one in six. */
const applied = 60;

/** A production of some tools, and its subset. */
interface Copied {
  readonly source: Connection;
  readonly target: Connection;
  readonly tables: SubsetReport["tables"];
}

/** The name that one team has given its ledger. */
const ledger = "audit.done";
const sourceOf = ({ source = "shared" }: LedgerCase) => source;
const copies = new Map<string, Copied>();
let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  for (const [name, cases] of Map.groupBy(ledgerCases, sourceOf)) {
    const source = await createDatabase(server.connection, name);
    const ledgers = cases.map((one) => one.sql(applied)).join("\n");
    await sql(source, `CREATE TABLE things AS SELECT n FROM generate_series(1, 1000) n; ${ledgers}`);
    const target = await createDatabase(server.connection, `${name}_subset`);
    const transforms = await maskSource({ source, section: {}, key: Buffer.alloc(32, 1) }, unwatched());
    const request = { source, target, seed: 1, tables: {}, ledger, transforms, dumper: machineDumper() };
    copies.set(name, { source, target, tables: (await subset(request, unwatched())).tables });
  }
});
afterAll(() => server?.stop());

async function pending(database: Connection, { configured, files }: LedgerCase, count: number): Promise<string[]> {
  await using tree = await writeTree(files(count));
  const migrations = await detectMigrations(tree.directory, configured ? { ledger: configured } : {});
  if (!migrations) throw new Error("No migrations were found");
  const rows = await readLedger(database, migrations.ledger, unwatched());
  return pendingMigrations(migrations, rows).map(({ path }) => path);
}

test("every tool that Slipway knows is tried", () => {
  const tried = new Set(ledgerCases.map(({ framework }) => framework));
  expect([...tried].sort()).toEqual(frameworks.map(({ name }) => name as string).sort());
});

test.each(ledgerCases)("after a subset nothing is pending for $framework $called, but what is new", async (one) => {
  const copied = copies.get(sourceOf(one));
  if (!copied) throw new Error("It was not copied");
  for (const database of [copied.source, copied.target]) {
    expect(await pending(database, one, applied)).toEqual([]);
    expect(await pending(database, one, applied + 1)).toHaveLength(1);
  }
  const whole = copied.tables.filter(({ because }) => because.includes("a migration ledger: kept whole"));
  expect(whole.map(({ name }) => name)).toEqual(expect.arrayContaining([...(one.others ?? [])]));
});

test("ledgers are as they were, their sequences too; other tables are not whole", async () => {
  for (const { source, target, tables } of copies.values()) {
    expect(tables.find(({ name }) => name === "things")?.rows).toBeLessThan(100);
    const ledgers = tables.filter(({ name }) => name !== "things");
    expect(ledgers.length).toBeGreaterThan(0);
    for (const { schema, name } of ledgers) {
      const query = `SELECT to_jsonb(t)::text AS row FROM ${qualifiedName({ schema, name })} t ORDER BY 1`;
      expect(await sql(target, query)).toEqual(await sql(source, query));
    }
    const sequences = "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2";
    expect(await sql(target, sequences)).toEqual(await sql(source, sequences));
  }
});

test("a ledger that the first migration will make need not be there", async () => {
  const source = await createDatabase(server.connection, "before_the_first");
  await sql(source, "CREATE TABLE things (n int)");
  const target = await createDatabase(server.connection, "before_the_first_subset");
  const request = { seed: 1, tables: {}, ledger, dumper: machineDumper() };
  const report = await subset({ ...request, transforms: "unmasked", source, target }, unwatched());
  expect(report.tables.map(({ name }) => name)).toEqual(["things"]);
});
