import { quoteIdentifier } from "../database/identifiers.ts";
import type { Reference } from "./references.ts";
import { keyAt, keyParts, type Row } from "./row.ts";
import { fromTable, type RowStore } from "./row-store.ts";

/** Follows references upwards. */
export interface Closure {
  /** The references of a table that have to be followed, in the order of {@link Row.parents}. */
  references(row: Row): readonly Reference[];
  /** Finds the parents of these rows, and theirs, to the top: afterwards `parents` of all of them is known. */
  resolve(rows: readonly Row[]): Promise<void>;
  /** How many of the keys that were looked for the source does not have, by reference. */
  readonly orphans: ReadonlyMap<Reference, number>;
}

/** @param followed references to tables that are kept whole need not be among them. */
export function closureOver(store: RowStore, followed: readonly Reference[]): Closure {
  const byTable = Map.groupBy(followed, ({ child }) => child);
  const answers = new Map<Reference, Map<string, Row | undefined>>(followed.map((one) => [one, new Map()]));
  const orphans = new Map<Reference, number>();
  const references = (row: Row) => byTable.get(row.table) ?? [];

  const lookUp = (row: Row, reference: Reference): { key: string; answered: boolean } | undefined => {
    const key = keyAt(row, store.layout(row.table).referring.get(reference) ?? []);
    if (key === undefined) return undefined;
    const known = answers.get(reference);
    if (known?.has(key)) return { key, answered: true };
    const parent = store.known(reference, key);
    if (parent) known?.set(key, parent);
    return { key, answered: parent !== undefined };
  };

  const fetchParents = async (reference: Reference, keys: readonly string[]): Promise<Row[]> => {
    const found = await store.read(
      reference.parent,
      parentsByKey(reference),
      columnsOf(keys, reference.pairs.length),
      "k.position::text",
    );
    const answer = answers.get(reference);
    for (const key of keys) answer?.set(key, undefined);
    for (const { row, extra } of found) answer?.set(keys[Number(extra) - 1] ?? "", row);
    const missing = keys.filter((key) => answer?.get(key) === undefined).length;
    if (missing > 0) orphans.set(reference, (orphans.get(reference) ?? 0) + missing);
    return found.map(({ row }) => row);
  };

  return {
    references,
    orphans,
    async resolve(rows) {
      let pending = [...new Set(rows)].filter(({ parents }) => parents === undefined);
      while (pending.length > 0) {
        const missing = new Map<Reference, Set<string>>();
        for (const row of pending) {
          for (const reference of references(row)) {
            const wanted = lookUp(row, reference);
            if (!wanted || wanted.answered) continue;
            missing.set(reference, (missing.get(reference) ?? new Set()).add(wanted.key));
          }
        }
        const fetches = [...missing].map(([reference, keys]) => fetchParents(reference, [...keys]));
        await Promise.all(fetches);
        const above = new Set<Row>();
        for (const row of pending) {
          row.parents = references(row).map((reference) => {
            const wanted = lookUp(row, reference);
            return wanted && answers.get(reference)?.get(wanted.key);
          });
          for (const parent of row.parents) if (parent && parent.parents === undefined) above.add(parent);
        }
        pending = [...above].filter(({ parents }) => parents === undefined);
      }
    },
  };
}

/** The server compares, by the key's own operator, and says which of the asked keys each row answers. */
function parentsByKey({ parent, pairs, parentLeaf }: Reference): string {
  const arrays = pairs.map((_, index) => `$${index + 1}::text[]`).join(", ");
  const names = pairs.map((_, index) => `k${index}`).join(", ");
  const equal = pairs.map(
    (pair, index) => `t.${quoteIdentifier(pair.parent)} ${pair.operator} k.k${index}::${pair.childType}`,
  );
  const leaf = parentLeaf === undefined ? [] : [`t.tableoid = ${parentLeaf}::oid`];
  return `unnest(${arrays}) WITH ORDINALITY AS k(${names}, position) JOIN ${fromTable(parent)} ON ${[...equal, ...leaf].join(" AND ")}`;
}

/** Composite keys, one array a column. */
export function columnsOf(keys: readonly string[], width: number): string[][] {
  const parts = keys.map(keyParts);
  return Array.from({ length: width }, (_, column) => parts.map((part) => part[column] ?? ""));
}
