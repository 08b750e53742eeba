import type { Client } from "pg";
import type { ColumnFacts } from "./column-facts.ts";
import { type ColumnRow, columnsQuery } from "./columns-query.ts";
import { findAncestors } from "./find-ancestors.ts";
import { joinColumns, type Link } from "./join-columns.ts";
import { sampleColumns } from "./sample-columns.ts";
import { timeBudget } from "./time-budget.ts";

export interface InspectOptions {
  readonly schemas?: readonly string[] | undefined;
  /** References that no foreign key declares. */
  readonly links?: readonly Link[] | undefined;
}

/** Of all further draws together, so that a build is not held up by tables that hold little. */
const furtherDrawsMs = 10_000;
const furtherDrawMs = 1_000;

/** Reads every column of the source's tables with a few of its values. */
export async function inspectColumns(client: Client, options: InspectOptions = {}): Promise<ColumnFacts[]> {
  const { rows } = await client.query<ColumnRow>(columnsQuery, [options.schemas ?? null]);
  const joinedOf = await joinColumns(client, rows, options.links ?? []);
  const ancestorsOf = await findAncestors(client);
  const samples = new Map<ColumnRow, string[]>();
  const budget = timeBudget(furtherDrawsMs, furtherDrawMs);
  for (const columns of Map.groupBy(rows, ({ oid }) => oid).values()) {
    for (const [column, values] of await sampleColumns(client, columns, budget)) samples.set(column, values);
  }
  return rows.map((row) => {
    const { oid: _oid, position: _position, pages: _pages, ...facts } = row;
    // What PostgreSQL has no value for comes as null.
    const { maxLength, from, element, fields } = facts;
    const known = { maxLength: maxLength ?? undefined, from: from ?? undefined };
    const parts = { element: element ?? undefined, fields: fields ?? undefined };
    const related = { joined: joinedOf(row), ancestors: ancestorsOf(row) };
    return { ...facts, ...related, ...known, ...parts, samples: samples.get(row) ?? [] };
  });
}
