import type { Table } from "./catalogue/catalogue.ts";
import type { Copied } from "./load/copy-rows.ts";
import type { SubsetReport, TableReport } from "./request.ts";
import type { Selection } from "./selection/select-rows.ts";
import { tableReasons } from "./table-reasons.ts";
import type { Target } from "./targets.ts";

/** What was done, table by table. */
export function makeReport(
  targets: ReadonlyMap<Table, Target>,
  selection: Selection,
  copied: readonly Copied[],
  phases: Readonly<Record<string, number>>,
  seconds: number,
): Omit<SubsetReport, "notes"> {
  const rowsOf = new Map<Table, number>();
  for (const { task, rows } of copied) rowsOf.set(task.table, (rowsOf.get(task.table) ?? 0) + rows);
  return {
    tables: [...targets.values()].map((target) => reportTable(target, selection, rowsOf.get(target.table) ?? 0)),
    rows: copied.reduce((sum, { rows }) => sum + rows, 0),
    bytes: copied.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds,
    phases,
  };
}

function reportTable(target: Target, selection: Selection, rows: number): TableReport {
  const { table, rows: targetRows, whole } = target;
  const { schema, name } = table;
  const sampled = whole ? rows : selection.keeper.sampled(table);
  const because = rows > 0 || targetRows > 0 ? tableReasons(target, selection, sampled) : [];
  return { schema, name, sourceRows: table.rows, targetRows, rows, sampled, because };
}
