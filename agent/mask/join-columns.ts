import type { Client } from "pg";
import type { ColumnRow } from "./columns-query.ts";

/** Two columns that belong together, as `oid.position`. */
interface Pair {
  readonly child: string;
  readonly parent: string;
}

export interface Link {
  /** `table.column` or `schema.table.column`. */
  readonly from: string;
  readonly to: string;
}

const keysQuery = `
  SELECT conrelid || '.' || k.child AS child, confrelid || '.' || k.parent AS parent
    FROM pg_constraint CROSS JOIN LATERAL unnest(conkey, confkey) AS k(child, parent)
   WHERE contype = 'f' AND conparentid = 0`;

/** Finds which columns belong together, directly or over others: those that do have the same number. */
export async function joinColumns(
  client: Client,
  columns: readonly ColumnRow[],
  links: readonly Link[],
): Promise<(column: ColumnRow) => number> {
  const { rows: keys } = await client.query<Pair>(keysQuery);
  const joined = grouped(columns, [...keys, ...linkPairs(columns, links)]);
  return (column) => joined.get(idOf(column)) ?? 0;
}

function idOf({ oid, position }: Pick<ColumnRow, "oid" | "position">): string {
  return `${oid}.${position}`;
}

function linkPairs(columns: readonly ColumnRow[], links: readonly Link[]): Pair[] {
  const named = (name: string) => {
    const found = columns.find((one) =>
      [`${one.table}.${one.column}`, `${one.schema}.${one.table}.${one.column}`].includes(name),
    );
    return found ? idOf(found) : name;
  };
  return links.map(({ from, to }) => ({ child: named(from), parent: named(to) }));
}

function grouped(columns: readonly ColumnRow[], pairs: readonly Pair[]): Map<string, number> {
  const groupOf = new Map(columns.map((column, index) => [idOf(column), index]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { child, parent } of pairs) {
      const [a, b] = [groupOf.get(child), groupOf.get(parent)];
      if (a === undefined || b === undefined || a === b) continue;
      groupOf.set(child, Math.min(a, b));
      groupOf.set(parent, Math.min(a, b));
      changed = true;
    }
  }
  return groupOf;
}
