import type { Client } from "pg";
import type { ColumnRow } from "./columns-query.ts";
import { familyOf } from "./detect/family.ts";
import { drawValues, readsAll } from "./draw-values.ts";
import type { TimeBudget } from "./time-budget.ts";

const firstPages = 40;

/** Of a second draw, where the first has seen too little. */
const morePages = 2_000;

/** From fewer rows nothing can be told: most of the pages are empty. */
const fewRows = 20;

/**
 * Some values of each column of one table, from all over it. Production is asked for little; where that shows no rows,
 * or only NULL, for more, within a time.
 */
export async function sampleColumns(
  client: Client,
  columns: readonly ColumnRow[],
  budget: TimeBudget,
): Promise<Map<ColumnRow, string[]>> {
  // A generated column may be one that every reading computes anew, by whatever function.
  const stored = columns.filter(({ generated }) => !generated);
  const [first] = stored;
  if (!first?.from) return new Map();
  let drawn = await drawValues(client, stored, { pages: firstPages });
  if (readsAll(first, firstPages) && drawn.rows < fewRows) return drawn.values;
  if (drawn.rows < fewRows) {
    drawn = (await budget.ask(client, () => drawValues(client, stored, { pages: morePages }))) ?? drawn;
  }
  if (drawn.rows === 0 && !readsAll(first, morePages)) {
    drawn = (await budget.ask(client, () => drawValues(client, stored, { pages: undefined }))) ?? drawn;
  }
  if (drawn.rows > 0) await fill(client, first, drawn.values, budget);
  return drawn.values;
}

/** Looks for values of the columns of which none was seen. */
async function fill(
  client: Client,
  table: ColumnRow,
  values: Map<ColumnRow, string[]>,
  budget: TimeBudget,
): Promise<void> {
  for (const pages of readsAll(table, morePages) ? [morePages] : [morePages, undefined]) {
    const empty = [...values].filter(([column, seen]) => seen.length === 0 && tells(column)).map(([column]) => column);
    if (empty.length === 0) return;
    const more = await budget.ask(client, () => drawValues(client, empty, { pages, filled: true }));
    for (const [column, seen] of more?.values ?? []) values.set(column, seen);
  }
}

/** True for types of which a value, and not only a name, can give away that it is personal. */
function tells(column: ColumnRow): boolean {
  const { type, kind } = column.element ?? column;
  if (kind === "enum" || /^(boolean|smallint|integer|real|double precision|interval|money|time .*)$/.test(type))
    return false;
  return !["date", "uuid", "bytes"].includes(familyOf(column));
}
