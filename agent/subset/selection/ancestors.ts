import { noParent, type RowId, type Rows } from "./row.ts";

/** Calls `visit` once for every row that must be there when this one is, but not for the row itself. */
export type Climb = (rows: Rows, id: RowId, visit: Visit) => void;

/** @returns whether to go on to the row's own parents. */
type Visit = (rows: Rows, id: RowId) => boolean;

/** The rows from which it starts must be resolved. */
export function climber(): Climb {
  const visited = new Map<Rows, Int32Array>();
  let climb = 0;
  const isNew = (rows: Rows, id: RowId): boolean => {
    let marks = visited.get(rows);
    if (!marks || marks.length < rows.length) {
      const longer = new Int32Array(rows.places.length);
      if (marks) longer.set(marks);
      visited.set(rows, longer);
      marks = longer;
    }
    if (marks[id] === climb) return false;
    marks[id] = climb;
    return true;
  };
  return (rows, id, visit) => {
    climb += 1;
    isNew(rows, id);
    const tables = [rows];
    const ids = [id];
    while (tables.length > 0) {
      const table = tables.pop();
      const row = ids.pop();
      if (!table || row === undefined) return;
      const above = table.parentRows;
      for (let index = 0; index < above.length; index++) {
        const parent = table.parent(row, index);
        const parentRows = above[index];
        if (parent === noParent || !parentRows || !isNew(parentRows, parent) || !visit(parentRows, parent)) continue;
        tables.push(parentRows);
        ids.push(parent);
      }
    }
  };
}
