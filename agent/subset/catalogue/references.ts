import { Problem } from "../../problem.ts";
import type { Source } from "../source/source.ts";
import type { Table } from "./catalogue.ts";
import type { Relation } from "./relations.ts";

/** A foreign key, or a configured link: rows of `child` need their row of `parent`. */
export interface Reference {
  /** `orders.customer_id`: for people. */
  readonly label: string;
  readonly child: Table;
  readonly parent: Table;
  readonly pairs: readonly ColumnPair[];
  /** True when PostgreSQL vouches that no row breaks it. */
  readonly validated: boolean;
  /** An SQL condition on the child's row (alias `t`) without which there is no reference. */
  readonly when?: string | undefined;
  /** Where only one partition is referred to. */
  readonly parentLeaf?: number | undefined;
  /** The constraint that declares it; a configured link has none. */
  readonly constraint?: ForeignKey | undefined;
}

/** A foreign key by the names that error messages and dumps tell it by: as they are, and as PostgreSQL quotes them. */
export interface ForeignKey {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly quotedName: string;
  readonly quotedTable: string;
}

export interface ColumnPair {
  readonly child: string;
  readonly childType: string;
  readonly parent: string;
  readonly parentType: string;
  /** The equality by which PostgreSQL itself compares the two: `OPERATOR(pg_catalog.=)`. */
  readonly operator: string;
  /** True where equal values have equal text. */
  readonly exact: boolean;
}

interface ForeignKeyRow {
  readonly constraint: ForeignKey;
  readonly child: number;
  readonly parent: number;
  readonly validated: boolean;
  readonly pairs: readonly ColumnPair[];
}

/** All foreign keys between these tables. Those of single partitions are told in terms of the whole tree. */
export async function readReferences(
  source: Source,
  tables: readonly Table[],
  relations: readonly Relation[],
): Promise<Reference[]> {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const roots = new Map(relations.map(({ oid, root }) => [oid, root]));
  const rows = await source.query<ForeignKeyRow>(foreignKeys, [relations.map(({ oid }) => oid)]);
  return rows.map((row) => {
    const child = byOid.get(roots.get(row.child) ?? 0);
    const parent = byOid.get(roots.get(row.parent) ?? 0);
    if (!child) throw new Error(`The foreign key ${row.constraint.name} belongs to an unknown table`);
    if (!parent) throw outsideSchemas(child, row.constraint.name);
    return {
      label: `${child.name}.${row.pairs.map((pair) => pair.child).join("+")}`,
      child,
      parent,
      pairs: row.pairs,
      validated: row.validated,
      when: row.child === child.oid ? undefined : `t.tableoid = ${row.child}::oid`,
      parentLeaf: row.parent === parent.oid ? undefined : row.parent,
      constraint: row.constraint,
    };
  });
}

const foreignKeys = `
  SELECT json_build_object('name', con.conname, 'schema', n.nspname, 'table', c.relname,
           'quotedName', quote_ident(con.conname), 'quotedTable', quote_ident(n.nspname) || '.' || quote_ident(c.relname)) AS constraint,
         con.conrelid AS child, con.confrelid AS parent, con.convalidated AS validated,
         json_agg(json_build_object(
           'child', ca.attname, 'childType', format_type(ca.atttypid, ca.atttypmod),
           'parent', pa.attname, 'parentType', format_type(pa.atttypid, pa.atttypmod),
           'operator', format('OPERATOR(%I.%s)', opn.nspname, op.oprname),
           'exact', coalesce(pc.collisdeterministic, true) AND (
              (ca.atttypid = pa.atttypid AND ca.atttypid::regtype::text = ANY ('{uuid,text,date,oid,boolean,"character varying"}'))
              OR (ca.atttypid::regtype::text = ANY ('{smallint,integer,bigint}')
                  AND pa.atttypid::regtype::text = ANY ('{smallint,integer,bigint}')))
         ) ORDER BY k.position) AS pairs
    FROM pg_constraint con
    JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL unnest(con.conkey, con.confkey, con.conpfeqop) WITH ORDINALITY AS k(child, parent, operator, position)
    JOIN pg_attribute ca ON ca.attrelid = con.conrelid AND ca.attnum = k.child
    JOIN pg_attribute pa ON pa.attrelid = con.confrelid AND pa.attnum = k.parent
    JOIN pg_operator op ON op.oid = k.operator
    JOIN pg_namespace opn ON opn.oid = op.oprnamespace
    LEFT JOIN pg_collation pc ON pc.oid = pa.attcollation
   WHERE con.contype = 'f' AND con.conparentid = 0 AND con.conrelid = ANY ($1::oid[])
     -- Rows of an extension's table come with the extension, or whole.
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = con.confrelid AND e.deptype = 'e')
   GROUP BY con.oid, c.oid, n.oid
   ORDER BY con.conrelid::regclass::text, con.conname`;

function outsideSchemas(child: Table, constraint: string): Problem {
  return new Problem({
    what: "The chosen schemas do not stand alone",
    where: `${child.schema}.${child.name}`,
    why: `its foreign key ${constraint} refers to a table outside of them`,
    next: "Add that table's schema to source.schemas.",
    code: "config-invalid",
    usage: true,
  });
}
