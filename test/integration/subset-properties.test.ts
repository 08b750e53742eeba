/**
 * @module-tag postgres
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { qualifiedName } from "../../agent/database/identifiers.ts";
import type { Table } from "../../agent/subset/catalogue/catalogue.ts";
import type { Reference } from "../../agent/subset/catalogue/references.ts";
import type { Selection } from "../../agent/subset/selection/select-rows.ts";
import { openChoice } from "../support/choose-rows.ts";
import { keptRows } from "../support/kept-rows.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { randomSchema, schemaSql } from "../support/random-schema.ts";
import { sql } from "../support/sql.ts";

let server: TestPostgres;
let source: Connection;
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
  source = server.connection;
});
afterAll(() => server?.stop());

/** A kept row's key, as the database itself shows it. */
type KeptRow = Readonly<Record<string, unknown>>;

/** The kept rows of all tables, read from the source by their places; for a table kept whole, all of it. */
async function readKept(
  source: Connection,
  tables: readonly Table[],
  selection: Selection,
  whole: (table: Table) => boolean,
) {
  const entries = tables.map(async (table): Promise<[Table, KeptRow[]]> => {
    const rows = await sql<KeptRow & { place: string }>(
      source,
      `SELECT t.tableoid::bigint || t.ctid::text AS place, to_jsonb(t) - 'filler' AS row FROM ${qualifiedName(table)} AS t`,
    );
    const kept = new Set(keptRows(selection.keeper, table).map(({ leaf, ctid }) => `${leaf}${ctid}`));
    const found = rows.filter(({ place }) => whole(table) || kept.has(place));
    expect(whole(table) ? kept.size === 0 : found.length === kept.size, `places of ${table.name}`).toBe(true);
    return [table, found.map(({ row }) => row as KeptRow)];
  });
  return new Map(await Promise.all(entries));
}

const keyOf = (row: KeptRow, columns: readonly string[]) => {
  const values = columns.map((column) => row[column]);
  return values.includes(null) ? undefined : JSON.stringify(values);
};

function keysOf(rows: readonly KeptRow[], columns: readonly string[]): Set<string | undefined> {
  return new Set(rows.map((row) => keyOf(row, columns)));
}

const columnsOf = ({ pairs }: Reference) => ({
  child: pairs.map((pair) => pair.child),
  parent: pairs.map((pair) => pair.parent),
});

test("over random schemas nothing is missing, nothing is there without a reason, and sizes are near the curve", async () => {
  const property = fc.asyncProperty(randomSchema(), fc.integer({ min: 0, max: 1e6 }), async (schema, seed) => {
    const name = `random_${made++}`;
    await sql(source, `CREATE SCHEMA ${name}; SET search_path = ${name}; ${schemaSql(schema)}`);
    const wishes = { schemas: [name] };
    const choice = await openChoice(source, wishes, 3);
    try {
      const { references, targets } = choice.plan;
      expect(references.length).toBe(schema.references.length);
      const selection = await choice.choose(seed);
      const whole = (table: Table) => targets.get(table)?.whole === true;
      const kept = await readKept(source, choice.tables, selection, whole);

      for (const reference of references) {
        const { child, parent } = columnsOf(reference);
        const present = keysOf(kept.get(reference.parent) ?? [], parent);
        const orphans = (kept.get(reference.child) ?? []).filter((row) => {
          const key = keyOf(row, child);
          return key !== undefined && !present.has(key);
        });
        expect(orphans, reference.label).toEqual([]);
      }

      for (const target of targets.values()) {
        const { table } = target;
        const rows = kept.get(table) ?? [];
        if (whole(table)) {
          expect(rows.length).toBe(table.rows);
          continue;
        }
        const sampled = selection.keeper.sampled(table);
        const referring = references.filter((reference) => reference.parent === table);
        const wanted = referring.map((reference) => ({
          columns: columnsOf(reference).parent,
          keys: keysOf(kept.get(reference.child) ?? [], columnsOf(reference).child),
        }));
        const unneeded = rows.filter((row) => !wanted.some(({ columns, keys }) => keys.has(keyOf(row, columns))));
        expect(unneeded.length, `rows of ${table.name} that nobody needs`).toBeLessThanOrEqual(sampled);
        expect(sampled, `drawn of ${table.name}`).toBeLessThanOrEqual(target.rows);
        expect(rows.length, `rows of ${table.name}`).toBeGreaterThanOrEqual(Math.floor(0.9 * target.rows));
        const pulled = [...selection.keeper.pulledBy(table).values()].reduce((sum, count) => sum + count, 0);
        expect(sampled + pulled).toBe(rows.length);
      }

      const other = await openChoice(source, wishes, 1);
      try {
        const again = await other.choose(seed);
        for (const table of choice.tables) {
          const places = (one: Selection, of: Table) =>
            keptRows(one.keeper, of)
              .map(({ leaf, ctid }) => `${leaf}${ctid}`)
              .sort();
          expect(places(again, other.table(table.name))).toEqual(places(selection, table));
        }
      } finally {
        await other.close();
      }
    } finally {
      await choice.close();
      await sql(source, `DROP SCHEMA ${name} CASCADE`);
    }
  });
  await fc.assert(property, { numRuns: 8, seed: 3, endOnFailure: true });
});
