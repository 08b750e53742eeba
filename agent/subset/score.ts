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
  const askers = new Map<Rows, Int32Array>();
  // What each candidate lacks, one after the other; `ends` says where a candidate's part ends.
  const lacking: [Rows, RowId][] = [];
  const ends = ids.map((id) => {
    climb(rows, id, (above, row) => {
      if (above.isKept(row)) return false;
      if (isFull(above.table)) {
        lacking.push([above, row]);
        const counts = askers.get(above) ?? new Int32Array(above.length);
        askers.set(above, counts);
        counts[row] = (counts[row] ?? 0) + 1;
      }
      return true;
    });
    return lacking.length;
  });
  const scores = Float64Array.from(ids, (id, index) => {
    const rare = lacking
      .slice(ends[index - 1] ?? 0, ends[index])
      .filter(([above, row]) => (askers.get(above)?.[row] ?? 0) < shared);
    return rare.length === 0 ? rows.lot(id) : Math.max(...rare.map(([above, row]) => above.lot(row))) ** rare.length;
  });
  return rows.inOrder(ids, scores);
}
