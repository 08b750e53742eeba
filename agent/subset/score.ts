import type { Climb } from "./ancestors.ts";
import type { Table } from "./catalogue.ts";
import type { RowId, Rows } from "./row.ts";

/** An ancestor that so many candidates share comes anyway, whichever of them is chosen. */
const shared = 5;

/**
 * Candidates in the order in which they are taken. Those that would pull the same rare row into a table that is full
 * already stand or fall together: they are ordered by that row's lot instead of their own. Every score is even between
 * 0 and 1, so that each candidate has the same chance as any other, whatever it needs.
 * @param ids resolved rows.
 */
export function orderByScore(
  rows: Rows,
  ids: readonly RowId[],
  isFull: (table: Table) => boolean,
  climb: Climb,
): RowId[] {
  const asking = new Map<Rows, Map<RowId, number>>();
  const missingOf = (id: RowId, each: (above: Rows, row: RowId) => void) =>
    climb(rows, id, (above, row) => {
      if (above.isKept(row)) return false;
      if (isFull(above.table)) each(above, row);
      return true;
    });
  for (const id of ids) {
    missingOf(id, (above, row) => {
      const counts = asking.get(above) ?? new Map<RowId, number>();
      asking.set(above, counts.set(row, (counts.get(row) ?? 0) + 1));
    });
  }
  if (asking.size === 0) return [...ids].sort(rows.byLot);
  const scores = new Map(
    ids.map((id) => {
      let count = 0;
      let highest = 0;
      missingOf(id, (above, row) => {
        if ((asking.get(above)?.get(row) ?? 0) >= shared) return;
        count += 1;
        highest = Math.max(highest, above.lot(row));
      });
      return [id, count === 0 ? rows.lot(id) : highest ** count];
    }),
  );
  return [...ids].sort((a, b) => (scores.get(a) ?? 0) - (scores.get(b) ?? 0) || rows.byLot(a, b));
}
