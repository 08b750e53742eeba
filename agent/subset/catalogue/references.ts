import { qualifiedName, quoteLiteral } from "../../database/identifiers.ts";
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
  /** Where only a part of the tree is referred to: the partitions in it that hold rows. */
  readonly parentLeaves?: readonly RelationName[] | undefined;
  /** True where half a key breaks it, which otherwise refers to nothing. */
  readonly matchFull: boolean;
  /** The constraint that declares it; a configured link has none. */
  readonly constraint?: ForeignKey | undefined;
}

/** A foreign key by its name, and by those that a dump tells it by. */
export interface ForeignKey {
  readonly name: string;
  readonly quotedName: string;
  readonly quotedTable: string;
  /** Those that have rows and the key with them, where a partitioned table declares it. */
  readonly partitions: readonly RelationName[];
}

type RelationName = Pick<Relation, "schema" | "name">;

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
  readonly constraint: Omit<ForeignKey, "partitions">;
  readonly child: number;
  readonly parent: number;
  readonly validated: boolean;
  readonly matchFull: boolean;
  readonly pairs: readonly ColumnPair[];
}

/** All foreign keys between these tables. Those of and to parts of a tree are told in terms of the whole. */
export async function readReferences(
  source: Source,
  tables: readonly Table[],
  relations: readonly Relation[],
): Promise<Reference[]> {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const relationOf = new Map(relations.map((relation) => [relation.oid, relation]));
  const leavesUnder = (oid: number): Relation[] => {
    const relation = relationOf.get(oid);
    if (!relation) return [];
    return relation.kind === "r" ? [relation] : relation.partitions.flatMap(leavesUnder);
  };
  const rows = await source.query<ForeignKeyRow>(foreignKeys, [relations.map(({ oid }) => oid)]);
  return rows.map((row) => {
    const child = byOid.get(relationOf.get(row.child)?.root ?? 0);
    const parent = byOid.get(relationOf.get(row.parent)?.root ?? 0);
    if (!child) throw new Error(`The foreign key ${row.constraint.name} belongs to an unknown table`);
    if (!parent) throw outsideSchemas(child, row.constraint.name);
    const leaves = leavesUnder(row.child);
    return {
      label: `${child.name}.${row.pairs.map((pair) => pair.child).join("+")}`,
      child,
      parent,
      pairs: row.pairs,
      validated: row.validated,
      matchFull: row.matchFull,
      when: row.child === child.oid ? undefined : isAmong("t", leaves),
      parentLeaves: row.parent === parent.oid ? undefined : leavesUnder(row.parent),
      constraint: { ...row.constraint, partitions: leaves.filter(({ oid }) => oid !== row.child) },
    };
  });
}

/** The SQL condition that a row under this alias lies in one of these partitions: the same in source and target. */
export function isAmong(alias: string, leaves: readonly RelationName[]): string {
  const numbers = leaves.map((leaf) => `${quoteLiteral(qualifiedName(leaf))}::regclass`);
  return `${alias}.tableoid = ANY (ARRAY[${numbers.join(", ")}]::oid[])`;
}

const foreignKeys = `
  SELECT json_build_object('name', con.conname,
           'quotedName', quote_ident(con.conname), 'quotedTable', quote_ident(n.nspname) || '.' || quote_ident(c.relname)) AS constraint,
         con.conrelid AS child, con.confrelid AS parent, con.convalidated AS validated, con.confmatchtype = 'f' AS "matchFull",
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
