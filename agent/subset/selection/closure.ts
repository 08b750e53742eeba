import { quoteIdentifier } from "../../database/identifiers.ts";
import { isAmong, type Reference } from "../catalogue/references.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import { writeArray } from "./array-text.ts";
import { numbersOf } from "./numbers.ts";
import { noParent, type RowId, type Rows } from "./row.ts";
import type { Columns } from "./row-index.ts";
import { columnsAt, isExact, type RowStore } from "./row-store.ts";

/** Follows references upwards. */
export interface Closure {
  /**
   * Finds the parents of these rows, and theirs, to the top: afterwards all of them are resolved. One call after the
   * other, whoever calls.
   */
  resolve(portions: readonly Portion[]): Promise<void>;
  /** How many of the keys that were looked for the source does not have, by reference. */
  readonly orphans: ReadonlyMap<Reference, number>;
}

/** Rows of one table. */
type Portion = readonly [rows: Rows, ids: readonly RowId[]];

/** A key's values in one: the code itself, or several codes as a text. */
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
    const columns = columnsAt(rows, rows.layout.referring.get(reference) ?? []);
    const answered = answersTo(reference);
    const exact = isExact(reference);
    for (const id of ids) {
      parents[id] = noParent;
      if (isNull(columns, id)) continue;
      if (exact) parents[id] = store.find(reference, columns, id);
      if (parents[id] !== noParent) continue;
      const key = keyOf(columns, id);
      const answer = answered.get(key);
      if (answer === undefined) unknown.set(key, id);
      else parents[id] = answer;
    }
    return unknown;
  };

  /** Asks for the parents of a part of the keys, and notes what the server says. */
  const askParents = async (rows: Rows, reference: Reference, asked: readonly [Key, RowId][]): Promise<void> => {
    const columns = columnsAt(rows, rows.layout.referring.get(reference) ?? []);
    const texts = columns.map((column) => writeArray(asked.map(([, id]) => store.codes.textOf(column[id] ?? 0))));
    const position = isExact(reference) ? undefined : "k.position::int";
    const found = await store.read(reference.parent, parentsByKey(reference), texts, position);
    const answered = answersTo(reference);
    for (const [index, row] of found.rows.entries()) {
      const key = asked[(found.positions[index] ?? 0) - 1]?.[0];
      if (key !== undefined) answered.set(key, row);
    }
  };

  const fetchParents = async (rows: Rows, reference: Reference, keys: ReadonlyMap<Key, RowId>): Promise<void> => {
    const whole = isExact(reference) ? store.whole(reference.parent) : undefined;
    if (whole) await whole;
    else
      for (const asked of portionsOf(keys)) await Promise.all(asked.map((part) => askParents(rows, reference, part)));
    const columns = columnsAt(rows, rows.layout.referring.get(reference) ?? []);
    const answered = answersTo(reference);
    let missing = 0;
    for (const [key, id] of keys) {
      const found = isExact(reference) && store.find(reference, columns, id) !== noParent;
      if (found || answered.has(key)) continue;
      answered.set(key, noParent);
      missing += 1;
    }
    if (missing > 0) orphans.set(reference, (orphans.get(reference) ?? 0) + missing);
  };

  /** One step up: the parents that are not resolved yet, some of them several times. */
  const step = async ([rows, ids]: Portion): Promise<Portion[]> => {
    await Promise.all(
      rows.references.map(async (reference, index) => {
        const unknown = lookUp(rows, ids, index);
        if (unknown.size === 0) return;
        await fetchParents(rows, reference, unknown);
        lookUp(rows, ids, index);
      }),
    );
    for (const id of ids) rows.markResolved(id);
    return rows.parentRows.map((above, index) => {
      const pending: RowId[] = [];
      for (const id of ids) {
        const parent = rows.parent(id, index);
        if (parent !== noParent && !above.isResolved(parent)) pending.push(parent);
      }
      return [above, pending];
    });
  };

  const climb = async (portions: readonly Portion[]): Promise<void> => {
    let pending = open(portions);
    while (pending.length > 0) pending = open((await Promise.all(pending.map(step))).flat());
  };

  // A row counts as resolved while its ancestors are still looked for: who came second would keep it without them.
  let last: Promise<unknown> = Promise.resolve();
  return {
    orphans,
    resolve(portions) {
      const climbed = last.then(() => climb(portions));
      last = climbed.catch(() => {});
      return climbed;
    },
  };
}

/** So many keys are asked for at once, by so many sessions: a query's answer is held in memory as a whole. */
const keysAtOnce = 5000;
const queriesAtOnce = 4;

/** Keys in parts that may be asked for at the same time, and those in groups that come one after the other. */
function* portionsOf(keys: Iterable<[Key, RowId]>): Generator<[Key, RowId][][]> {
  let group: [Key, RowId][][] = [[]];
  for (const entry of keys) {
    if ((group.at(-1)?.length ?? 0) === keysAtOnce) {
      if (group.length === queriesAtOnce) {
        yield group;
        group = [];
      }
      group.push([]);
    }
    group.at(-1)?.push(entry);
  }
  yield group;
}

/** One portion a table, each row once, and only those that are not resolved. */
function open(portions: readonly Portion[]): Portion[] {
  const byTable = Map.groupBy(portions, ([rows]) => rows);
  return [...byTable].flatMap(([rows, parts]): Portion[] => {
    const all = parts.length === 1 ? (parts[0]?.[1] ?? []) : parts.flatMap(([, ids]) => ids);
    const sorted = numbersOf(all, (id) => id).sort();
    const ids: RowId[] = [];
    for (let at = 0; at < sorted.length; at++) {
      const id = sorted[at] ?? 0;
      if (id !== sorted[at - 1] && !rows.isResolved(id)) ids.push(id);
    }
    return ids.length > 0 ? [[rows, ids]] : [];
  });
}

function isNull(columns: Columns, id: RowId): boolean {
  for (let column = 0; column < columns.length; column++) if (Number.isNaN(columns[column]?.[id])) return true;
  return false;
}

function keyOf(columns: Columns, id: RowId): Key {
  return columns.length === 1 ? (columns[0]?.[id] ?? 0) : columns.map((column) => column[id]).join();
}

/** The server compares, by the key's own operator. Where text does not tell, it says which key each row answers. */
function parentsByKey(reference: Reference): string {
  const { parent, pairs, parentLeaves } = reference;
  const [only] = pairs;
  if (only && pairs.length === 1 && isExact(reference)) {
    const keys = `ARRAY (SELECT unnest($1::${only.childType}[]))`;
    return `${tableRows(parent, "t")} WHERE t.${quoteIdentifier(only.parent)} ${only.operator} ANY (${keys})`;
  }
  const arrays = pairs.map((_, index) => `$${index + 1}::text[]`).join(", ");
  const names = pairs.map((_, index) => `k${index}`).join(", ");
  const equal = pairs.map(
    (pair, index) => `t.${quoteIdentifier(pair.parent)} ${pair.operator} k.k${index}::${pair.childType}`,
  );
  const leaf = parentLeaves === undefined ? [] : [isAmong("t", parentLeaves)];
  return `unnest(${arrays}) WITH ORDINALITY AS k(${names}, position) JOIN ${tableRows(parent, "t")} ON ${[...equal, ...leaf].join(" AND ")}`;
}
