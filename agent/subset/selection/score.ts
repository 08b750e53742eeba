import type { Table } from "../catalogue/catalogue.ts";
import type { Climb } from "./ancestors.ts";
import { numbersOf } from "./numbers.ts";
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
  const tables: Rows[] = [];
  const lacking: RowId[] = [];
  const ends = numbersOf(ids, (id) => {
    climb(rows, id, (above, row) => {
      if (above.isKept(row)) return false;
      if (!isFull(above.table)) return true;
      tables.push(above);
      lacking.push(row);
      const counts = askers.get(above) ?? new Int32Array(above.length);
      askers.set(above, counts);
      counts[row] = (counts[row] ?? 0) + 1;
      return true;
    });
    return lacking.length;
  });
  const scores = numbersOf(ids, (id, index) => {
    let rare = 0;
    let highest = 0;
    for (let at = index === 0 ? 0 : (ends[index - 1] ?? 0); at < (ends[index] ?? 0); at++) {
      const above = tables[at];
      const row = lacking[at] ?? 0;
      if (!above || (askers.get(above)?.[row] ?? 0) >= shared) continue;
      rare += 1;
      highest = Math.max(highest, above.lot(row));
    }
    return rare === 0 ? rows.lot(id) : highest ** rare;
  });
  return rows.inOrder(ids, scores);
}
