import { quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";
import type { Reference } from "../catalogue/references.ts";
import { allColumns, tableRows } from "../catalogue/table-rows.ts";
import type { Target } from "../targets.ts";
import { writeArray } from "./array-text.ts";
import type { Closure } from "./closure.ts";
import { familyCap } from "./families.ts";
import type { RowId } from "./row.ts";
import { sampleSeed } from "./row-hash.ts";
import { isExact, type RowStore } from "./row-store.ts";
import { cheapestMethod, sampleRows, whereClause } from "./sample-rows.ts";

/** What is asked for: rows of a table that refer to one of these parents. */
export interface Family {
  readonly target: Target;
  readonly driver: Reference;
  readonly parents: readonly RowId[];
  readonly wanted: number;
  /** How many there probably are. */
  readonly expected: number;
  readonly indexed: boolean;
}

export interface Children {
  readonly ids: readonly RowId[];
  /** No parent's children are among them more often than this. */
  readonly cap?: number | undefined;
}

/**
 * The children of these parents, or a sample of them where there are far more than are wanted. Each child is as
 * probable as any other, but for those of a parent with very many: then only some of its children come, without the
 * others being fetched.
 */
export async function childRows(store: RowStore, closure: Closure, family: Family): Promise<Children> {
  const { target, driver, parents } = family;
  if (parents.length === 0) return { ids: [] };
  const whole = target.where === undefined ? store.whole(target.table) : undefined;
  if (whole) return { ids: await ofKeptParents(store, closure, driver, await whole) };
  return isCheaperSampled(family) ? { ids: await sampledChildren(store, family) } : indexedChildren(store, family);
}

async function ofKeptParents(store: RowStore, closure: Closure, driver: Reference, ids: readonly RowId[]) {
  const rows = store.rows(driver.child);
  await closure.resolve([[rows, ids]]);
  const index = rows.references.indexOf(driver);
  const above = store.rows(driver.parent);
  return ids.filter((id) => rows.parent(id, index) >= 0 && above.isKept(rows.parent(id, index)));
}

/** More than are wanted, so that there is something to choose among. */
function spare(wanted: number): number {
  return 1.3 * wanted + 10;
}

/** Rows all over the table cost less than all children of the parents where most of the table is theirs anyway. */
function isCheaperSampled({ target: { table }, wanted, expected, indexed, driver }: Family): boolean {
  if (!isExact(driver) || expected <= (indexed ? 3 : 1.3) * wanted) return false;
  const share = Math.min(1, expected / Math.max(1, table.rows));
  const sampled =
    cheapestMethod({ table, wanted: spare(wanted), share }) === "places" ? spare(wanted) / share : table.pages;
  return sampled < (indexed ? Math.min(expected, table.pages) : table.pages * 4);
}

function sampledChildren(store: RowStore, { target, driver, parents, wanted, expected }: Family) {
  const keys = parentKeys(store, driver, parents).map(quoteLiteral);
  const equal = driver.pairs.map(
    (pair, at) => `t.${quoteIdentifier(pair.child)} ${pair.operator} k.k${at}::${pair.parentType}`,
  );
  const names = driver.pairs.map((_, at) => `k${at}`);
  const arrays = keys.map((key) => `${key}::text[]`);
  const [only] = driver.pairs;
  const one =
    only &&
    keys.length === 1 &&
    `t.${quoteIdentifier(only.child)} ${only.operator} ANY (${keys[0]}::${only.parentType}[])`;
  const among =
    one || `EXISTS (SELECT FROM unnest(${arrays.join(", ")}) AS k(${names.join(", ")}) WHERE ${equal.join(" AND ")})`;
  const conditions = [among, driver.when, target.where].flatMap((one) => (one === undefined ? [] : [`(${one})`]));
  const share = Math.min(1, expected / Math.max(1, target.table.rows));
  return sampleRows(store, { table: target.table, wanted: spare(wanted), where: conditions.join(" AND "), share });
}

/** The children of so many parents are looked up in one session, those of others beside it in another. */
const parentsAtOnce = 2500;

async function indexedChildren(store: RowStore, family: Family): Promise<Children> {
  const { target, driver, parents, wanted, expected } = family;
  // Of far more children than are wanted, a part is enough; the server throws the dice, so that the rest stays there.
  const part = expected > 3 * wanted ? spare(wanted) / expected : 1;
  const most = Math.ceil(Math.max(3 * wanted, 1.5 * expected * part)) + 1000;
  const children = childrenOf(store, driver, target, part);
  const portions = Array.from({ length: Math.ceil(parents.length / parentsAtOnce) }, (_, portion) =>
    parents.slice(portion * parentsAtOnce, (portion + 1) * parentsAtOnce),
  );
  const read = async (some: readonly RowId[]) =>
    (await store.read(target.table, `${children} LIMIT ${most}`, parentKeys(store, driver, some))).rows;
  const found = [...new Set((await Promise.all(portions.map(read))).flat())];
  if (found.length < most) return { ids: found };
  const keys = parentKeys(store, driver, parents);
  const sizes = await familySizes(store, children, driver, keys);
  const cap = familyCap(sizes, wanted, expected * part);
  if (cap === undefined) return { ids: (await store.read(target.table, children, keys)).rows };
  const partition = `PARTITION BY ${driver.pairs.map((pair) => `t.${quoteIdentifier(pair.child)}`).join(", ")}`;
  const numbered = `SELECT ${allColumns(target.table, "t")}, row_number() OVER (${partition} ORDER BY ${dice(store, target, "whale")}, t.ctid) AS nth FROM ${children}`;
  const { rows: ids } = await store.read(target.table, `(${numbered}) AS t WHERE t.nth <= ${cap}`, keys);
  return { ids, cap };
}

async function familySizes(
  store: RowStore,
  children: string,
  driver: Reference,
  keys: readonly string[],
): Promise<number[]> {
  const columns = driver.pairs.map((pair) => `t.${quoteIdentifier(pair.child)}`).join(", ");
  const families = await store.source.query<{ size: number }>(
    `SELECT count(*)::int AS size FROM ${children} GROUP BY ${columns}`,
    keys,
  );
  return families.map(({ size }) => size);
}

/** The parents' keys as arrays, one a column. */
function parentKeys(store: RowStore, driver: Reference, parents: readonly RowId[]): string[] {
  const above = store.rows(driver.parent);
  const positions = above.layout.referred.get(driver) ?? [];
  const columns = positions.map((position) => above.keys[position]);
  const complete = parents.filter((id) => columns.every((column) => !Number.isNaN(column?.[id])));
  return columns.map((column) => writeArray(complete.map((id) => store.codes.textOf(column?.[id] ?? 0))));
}

/** FROM and WHERE of the children; `$1`, `$2` ... are the parents' keys. */
function childrenOf(store: RowStore, driver: Reference, target: Target, part: number): string {
  const { pairs, when } = driver;
  const thin = part < 1 ? `${dice(store, target, "thin")} & 1048575 < ${Math.ceil(part * 1_048_576)}` : undefined;
  const [only] = pairs;
  if (only && pairs.length === 1 && isExact(driver)) {
    const among = `t.${quoteIdentifier(only.child)} ${only.operator} ANY (ARRAY (SELECT unnest($1::${only.parentType}[])))`;
    return `${tableRows(target.table, "t")}${whereClause(among, when, target.where, thin)}`;
  }
  // Keys that differ as text may be equal to the server; each child must come once all the same.
  const arrays = pairs.map((_, at) => `$${at + 1}::text[]`).join(", ");
  const values = pairs.map((pair, at) => `k${at}::${pair.parentType} AS k${at}`).join(", ");
  const keys = `(SELECT ${values} FROM unnest(${arrays}) AS k(${pairs.map((_, at) => `k${at}`).join(", ")})) AS k`;
  const equal = pairs.map((pair, at) => `k.k${at} ${pair.operator} t.${quoteIdentifier(pair.child)}`);
  return `${keys} JOIN ${tableRows(target.table, "t")} ON ${equal.join(" AND ")}${whereClause(when, target.where, thin)}`;
}

/** An even 64-bit number of a row's place, by the server. */
function dice(store: RowStore, { table }: Target, purpose: string): string {
  const seed = sampleSeed(store.seed, `${table.schema}.${table.name}`, purpose);
  return `hashtextextended(t.tableoid::text || t.ctid::text COLLATE "C", ${seed})`;
}
