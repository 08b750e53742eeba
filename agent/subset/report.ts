import type { Table } from "./catalogue.ts";
import type { Copied } from "./copy-rows.ts";
import type { SubsetReport, TableReport } from "./request.ts";
import type { Selection } from "./select-rows.ts";
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

function reportTable(
  { table, rows: targetRows, whole, because }: Target,
  selection: Selection,
  rows: number,
): TableReport {
  const { schema, name } = table;
  const sampled = whole ? rows : selection.keeper.sampled(table);
  const driver = whole ? undefined : selection.drivers.get(table);
  const pulled = whole ? [] : [...selection.keeper.pulledBy(table)].sort(([, a], [, b]) => b - a);
  const reasons = [
    ...(because ? [because] : []),
    ...(driver ? [`drawn among the rows whose ${driver.label} is kept`] : []),
    ...pulled.slice(0, 3).map(([reference, count]) => `${count} pulled in by ${reference.label}`),
    ...[...selection.orphans]
      .filter(([reference]) => reference.child === table)
      .map(([reference, count]) => `${count} values of ${reference.label} refer to nothing in the source either`),
  ];
  return { schema, name, sourceRows: table.rows, targetRows, rows, sampled, because: reasons };
}
