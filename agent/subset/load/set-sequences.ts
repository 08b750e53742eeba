import { qualifiedName, quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";
import type { Table } from "../catalogue/catalogue.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import type { Source } from "../source/source.ts";
import type { TargetDatabase } from "./target-database.ts";

interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly readable: boolean;
  readonly downwards: boolean;
  readonly ownerSchema: string | null;
  readonly ownerTable: string | null;
  readonly ownerColumn: string | null;
}

const sequences = `
  SELECT n.nspname AS schema, c.relname AS name, s.seqincrement < 0 AS downwards,
         has_schema_privilege(n.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT')
           AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery()) AS readable,
         tn.nspname AS "ownerSchema", t.relname AS "ownerTable", a.attname AS "ownerColumn"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
                         AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    LEFT JOIN pg_class t ON t.oid = d.refobjid AND t.relkind <> 'f'
    LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
                            AND a.atttypid = ANY ('{smallint,integer,bigint,numeric}'::regtype[])
   WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
   ORDER BY 1, 2`;

/** Sets every sequence to where the source's is; one that the role may not read goes behind the last value kept. */
export async function setSequences(
  source: Source,
  target: TargetDatabase,
  schemas: readonly string[] | undefined,
  tables: Iterable<Table>,
): Promise<void> {
  const known = [...tables];
  const all = await source.query<Sequence>(sequences, [schemas ?? null]);
  const readable = all.filter((sequence) => sequence.readable);
  const selects = readable.map(
    (sequence, index) =>
      `SELECT ${index} AS index, last_value::text AS value, is_called AS called FROM ${qualifiedName(sequence)}`,
  );
  const states =
    selects.length > 0
      ? await source.query<{ index: number; value: string; called: boolean }>(selects.join(" UNION ALL "))
      : [];
  const fromSource = states.map(({ index, value, called }) => {
    const sequence = readable[index];
    return sequence ? `setval(${literalName(sequence)}, ${value}, ${called})` : "NULL";
  });
  const fromRows = all.flatMap((sequence) => {
    const { ownerSchema: schema, ownerTable: name, ownerColumn: column } = sequence;
    if (sequence.readable || schema === null || name === null || column === null) return [];
    const owner = known.find((table) => table.schema === schema && table.name === name);
    // Rows of foreign tables are another server's.
    const rows = owner?.partial || owner?.foreignHeirs ? tableRows(owner, "t") : qualifiedName({ schema, name });
    const last = `SELECT ${sequence.downwards ? "min" : "max"}(${quoteIdentifier(column)})::bigint FROM ${rows}`;
    // Nothing is set where there are no rows.
    return [`setval(${literalName(sequence)}, (${last}))`];
  });
  const calls = [...fromSource, ...fromRows];
  if (calls.length > 0) await target.run(calls.map((call) => `SELECT ${call};`).join("\n"));
}

function literalName(sequence: { readonly schema: string; readonly name: string }): string {
  return quoteLiteral(qualifiedName(sequence));
}
