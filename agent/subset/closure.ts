import { quoteIdentifier } from "../database/identifiers.ts";
import { Problem } from "../problem.ts";
import { writeArray } from "./array-text.ts";
import type { Reference } from "./references.ts";
import { noParent, type RowId, type Rows } from "./row.ts";
import { fromTable, isExact, type RowStore } from "./row-store.ts";

/** Follows references upwards. */
export interface Closure {
  /** Finds the parents of these rows, and theirs, to the top: afterwards all of them are resolved. */
  resolve(rows: Rows, ids: readonly RowId[]): Promise<void>;
  /** How often a parent was missing, by reference: only where nobody vouches for it. */
  readonly orphans: ReadonlyMap<Reference, number>;
}

/** A key's values in one: the code itself, or several codes as a text. Undefined where one of them is NULL. */
type Key = number | string;

export function closureOver(store: RowStore): Closure {
  /** By reference, what the server answered: where text tells equality only the keys that have no row. */
  const answers = new Map<Reference, Map<Key, RowId>>();
  const orphans = new Map<Reference, number>();

  const answersTo = (reference: Reference): Map<Key, RowId> => {
    const known = answers.get(reference) ?? new Map<Key, RowId>();
    answers.set(reference, known);
    return known;
  };

  /** The parent of every row by one reference, where it is known; the others' keys, each with a row that has it. */
  const lookUp = (rows: Rows, ids: readonly RowId[], index: number): Map<Key, RowId> => {
    const unknown = new Map<Key, RowId>();
    const reference = rows.references[index];
    const parents = rows.parents[index];
    if (!reference || !parents) return unknown;
    const columns = (rows.layout.referring.get(reference) ?? []).map((position) => rows.keys[position]);
    const answered = answersTo(reference);
    const exact = isExact(reference);
    for (const id of ids) {
      const key = keyOf(columns, id);
      let parent =
        key === undefined ? noParent : exact ? store.find(reference, (at) => columns[at]?.[id] ?? 0) : noParent;
      if (key !== undefined && parent === noParent) {
        const answer = answered.get(key);
        if (answer === undefined) unknown.set(key, id);
        else parent = answer;
      }
      parents[id] = parent;
    }
    return unknown;
  };

  const fetchParents = async (rows: Rows, reference: Reference, keys: ReadonlyMap<Key, RowId>): Promise<void> => {
    const columns = (rows.layout.referring.get(reference) ?? []).map((position) => rows.keys[position]);
    const answered = answersTo(reference);
    const asked = [...keys];
    const whole = isExact(reference) ? store.whole(reference.parent) : undefined;
    if (whole) await whole;
    else {
      const texts = columns.map((column) => writeArray(asked.map(([, id]) => store.codes.textOf(column?.[id] ?? 0))));
      const position = isExact(reference) ? undefined : "k.position::int";
      const found = await store.read(reference.parent, parentsByKey(reference), texts, position);
      for (const [index, row] of found.rows.entries()) {
        const key = asked[(found.positions[index] ?? 0) - 1]?.[0];
        if (key !== undefined) answered.set(key, row);
      }
    }
    let missing = 0;
    for (const [key, id] of asked) {
      const found = isExact(reference) && store.find(reference, (at) => columns[at]?.[id] ?? 0) !== noParent;
      if (found || answered.has(key)) continue;
      answered.set(key, noParent);
      missing += 1;
    }
    if (missing > 0 && reference.validated) throw brokenSource(reference, missing);
    if (missing > 0) orphans.set(reference, (orphans.get(reference) ?? 0) + missing);
  };

  /** One step up: the parents' rows that are not resolved yet. */
  const step = async (rows: Rows, ids: readonly RowId[]): Promise<Map<Rows, Set<RowId>>> => {
    await Promise.all(
      rows.references.map(async (reference, index) => {
        const unknown = lookUp(rows, ids, index);
        if (unknown.size === 0) return;
        await fetchParents(rows, reference, unknown);
        lookUp(rows, ids, index);
      }),
    );
    const above = new Map<Rows, Set<RowId>>();
    for (const id of ids) rows.markResolved(id);
    for (const [index, parentRows] of rows.parentRows.entries()) {
      const parents = rows.parents[index];
      const pending = above.get(parentRows) ?? new Set();
      above.set(parentRows, pending);
      for (const id of ids) {
        const parent = parents?.[id] ?? noParent;
        if (parent !== noParent && !parentRows.isResolved(parent)) pending.add(parent);
      }
    }
    return above;
  };

  return {
    orphans,
    async resolve(rows, ids) {
      let pending = new Map([[rows, new Set(ids)]]);
      while (pending.size > 0) {
        const steps = [...pending].map(([table, set]) => {
          const open = [...set].filter((id) => !table.isResolved(id));
          return open.length > 0 ? step(table, open) : new Map<Rows, Set<RowId>>();
        });
        const above = new Map<Rows, Set<RowId>>();
        for (const found of await Promise.all(steps)) {
          for (const [table, set] of found) {
            if (set.size > 0) above.set(table, new Set([...(above.get(table) ?? []), ...set]));
          }
        }
        pending = above;
      }
    },
  };
}

function keyOf(columns: readonly (Float64Array | undefined)[], id: RowId): Key | undefined {
  const first = columns[0]?.[id] ?? Number.NaN;
  if (columns.length === 1) return Number.isNaN(first) ? undefined : first;
  const values = columns.map((column) => column?.[id] ?? Number.NaN);
  return values.some(Number.isNaN) ? undefined : values.join();
}

/** The server compares, by the key's own operator. Where text does not tell, it says which key each row answers. */
function parentsByKey(reference: Reference): string {
  const { parent, pairs, parentLeaf } = reference;
  const [only] = pairs;
  if (only && pairs.length === 1 && isExact(reference)) {
    const keys = `ARRAY (SELECT unnest($1::${only.childType}[]))`;
    return `${fromTable(parent)} WHERE t.${quoteIdentifier(only.parent)} ${only.operator} ANY (${keys})`;
  }
  const arrays = pairs.map((_, index) => `$${index + 1}::text[]`).join(", ");
  const names = pairs.map((_, index) => `k${index}`).join(", ");
  const equal = pairs.map(
    (pair, index) => `t.${quoteIdentifier(pair.parent)} ${pair.operator} k.k${index}::${pair.childType}`,
  );
  const leaf = parentLeaf === undefined ? [] : [`t.tableoid = ${parentLeaf}::oid`];
  return `unnest(${arrays}) WITH ORDINALITY AS k(${names}, position) JOIN ${fromTable(parent)} ON ${[...equal, ...leaf].join(" AND ")}`;
}

function brokenSource({ label, parent }: Reference, missing: number): Problem {
  return new Problem({
    what: "The source breaks one of its own foreign keys",
    where: label,
    why: `${missing} of the rows looked at refer to rows of ${parent.schema}.${parent.name} that do not exist`,
    next: "Repair them there, or declare the constraint NOT VALID: then they are copied as they are.",
    code: "source-inconsistent",
  });
}
