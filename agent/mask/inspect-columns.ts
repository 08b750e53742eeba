import type { Client } from "pg";
import { quoteIdentifier } from "../database/identifiers.ts";
import { type ColumnFacts, sampledDocument } from "./column-facts.ts";

export interface InspectOptions {
  readonly schemas?: readonly string[] | undefined;
  /** References that no foreign key declares, as `table.column`. */
  readonly links?: readonly { readonly from: string; readonly to: string }[] | undefined;
}

type ColumnRow = Omit<ColumnFacts, "joined" | "samples"> & {
  readonly oid: number;
  readonly position: number;
  readonly pages: number;
};

const sampledRows = 200;
const sampledPages = 40;

const sampledValue = 300;

/** Reads every column of the source's tables with a few of its values. */
export async function inspectColumns(client: Client, options: InspectOptions = {}): Promise<ColumnFacts[]> {
  const { rows } = await client.query<ColumnRow>(columnsQuery, [options.schemas ?? null]);
  const { rows: pairs } = await client.query<{ child: string; parent: string }>(joinsQuery);
  const joined = joinColumns(rows, [...pairs, ...linkPairs(rows, options.links ?? [])]);
  const samples = new Map<string, string[]>();
  for (const columns of Map.groupBy(rows, ({ oid }) => oid).values()) {
    for (const [id, values] of await sample(client, columns)) samples.set(id, values);
  }
  return rows.map(({ oid, position, pages: _pages, ...facts }) => {
    const id = `${oid}.${position}`;
    return {
      ...facts,
      maxLength: facts.maxLength ?? undefined,
      joined: joined.get(id) ?? 0,
      samples: samples.get(id) ?? [],
    };
  });
}

const columnsQuery = `
  SELECT c.oid, a.attnum AS position, n.nspname AS schema, c.relname AS table, a.attname AS column,
         format_type(coalesce(b.oid, t.oid), NULL) AS type, NOT a.attnotnull AS nullable,
         CASE WHEN coalesce(b.typcategory, t.typcategory) = 'A' THEN 'array'
              ELSE CASE coalesce(b.typtype, t.typtype) WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite'
                   WHEN 'r' THEN 'range' WHEN 'm' THEN 'range' ELSE 'plain' END END AS kind,
         format_type(a.atttypid, a.atttypmod) AS declared, a.attgenerated <> '' AS generated,
         c.relkind = 'p' AND EXISTS (
           SELECT FROM pg_partition_tree(c.oid) l JOIN pg_partitioned_table k ON k.partrelid = l.relid
             JOIN pg_attribute ka ON ka.attrelid = l.relid AND ka.attname = a.attname
            WHERE ka.attnum = ANY (k.partattrs)
               OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = l.relid AND d.deptype = 'i'
                             AND d.objsubid = ka.attnum AND d.refclassid = 'pg_class'::regclass AND d.refobjid = l.relid)
         ) AS "partitionKey",
         CASE WHEN c.relkind = 'p' AND NOT tree.elsewhere THEN '' ELSE 'ONLY ' END || format('%I.%I', sn.nspname, sc.relname) AS "from",
         CASE WHEN coalesce(b.oid, t.oid) IN ('varchar'::regtype, 'bpchar'::regtype)
               AND coalesce(nullif(a.atttypmod, -1), t.typtypmod) > 4
              THEN coalesce(nullif(a.atttypmod, -1), t.typtypmod) - 4 END AS "maxLength",
         (SELECT coalesce(sum(pg_relation_size(l.relid)), 0) / 8192 FROM pg_partition_tree(sc.oid) l)::int
           + (pg_relation_size(sc.oid) / 8192)::int AS pages,
         EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND (a.attnum = ANY (i.indkey)
                   OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum))
                ) AS unique
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    -- Whoever names a tree with a foreign table in it asks another server: then its largest partition speaks for it.
   CROSS JOIN LATERAL (
     SELECT coalesce(bool_or(p.relkind = 'f'), false) AS elsewhere,
            (array_agg(p.oid ORDER BY pg_relation_size(p.oid) DESC) FILTER (WHERE p.relkind = 'r'))[1] AS largest
       FROM pg_partition_tree(c.oid) l JOIN pg_class p ON p.oid = l.relid) AS tree
    JOIN pg_class sc ON sc.oid = CASE WHEN tree.elsewhere THEN coalesce(tree.largest, c.oid) ELSE c.oid END
    JOIN pg_namespace sn ON sn.oid = sc.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
     AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
     AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY n.nspname, c.relname, a.attnum`;

const joinsQuery = `
  SELECT conrelid || '.' || k.child AS child, confrelid || '.' || k.parent AS parent
    FROM pg_constraint CROSS JOIN LATERAL unnest(conkey, confkey) AS k(child, parent)
   WHERE contype = 'f' AND conparentid = 0`;

function linkPairs(columns: readonly ColumnRow[], links: readonly { from: string; to: string }[]) {
  const idOf = (name: string) => {
    const found = columns.find((one) =>
      [`${one.table}.${one.column}`, `${one.schema}.${one.table}.${one.column}`].includes(name),
    );
    return found ? `${found.oid}.${found.position}` : name;
  };
  return links.map(({ from, to }) => ({ child: idOf(from), parent: idOf(to) }));
}

/** Gives columns that are joined, directly or over others, the same number. */
function joinColumns(
  columns: readonly ColumnRow[],
  pairs: readonly { child: string; parent: string }[],
): Map<string, number> {
  const classOf = new Map(columns.map(({ oid, position }, index) => [`${oid}.${position}`, index]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { child, parent } of pairs) {
      const [a, b] = [classOf.get(child), classOf.get(parent)];
      if (a === undefined || b === undefined || a === b) continue;
      classOf.set(child, Math.min(a, b));
      classOf.set(parent, Math.min(a, b));
      changed = true;
    }
  }
  return classOf;
}

/** Some values of each column, from pages all over the table. */
async function sample(client: Client, columns: readonly ColumnRow[]): Promise<[string, string[]][]> {
  // A generated column may be one that every reading computes anew, by whatever function.
  const stored = columns.filter(({ generated }) => !generated);
  const [first] = stored;
  if (!first) return [];
  const share = Math.min(100, (100 * sampledPages) / Math.max(1, first.pages));
  const values = stored.map(({ column, type }) => {
    const most = /^jsonb?$/.test(type) ? sampledDocument : sampledValue;
    return `left(${quoteIdentifier(column)}::text, ${most})`;
  });
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${values.join(", ")} FROM ${first.from}
           ${share < 100 ? `TABLESAMPLE SYSTEM (${share}) REPEATABLE (1)` : ""} LIMIT ${sampledRows}`,
    rowMode: "array",
  });
  return stored.map(({ oid, position }, index) => [`${oid}.${position}`, rows.flatMap((row) => row[index] ?? [])]);
}
