import type { TableCopyState } from "../../work.ts";
import type { Table } from "../catalogue/catalogue.ts";
import type { CopyTask } from "./copy-task.ts";

/** What is known of one task's copy. Changed in place: rows come in thousands of pieces a second. */
export interface TaskCopy {
  readonly expectedRows: number;
  bytes: number;
  readonly table: TableCopy;
}

/** The same of all tasks of a table, which may run beside each other. */
export interface TableCopy {
  readonly table: Table;
  expectedRows: number;
  countedRows: number;
  bytes: number;
  tasksLeft: number;
}

/** Nothing has been copied yet. */
export function beginCopies(tasks: readonly CopyTask[]): ReadonlyMap<CopyTask, TaskCopy> {
  const tables = new Map<Table, TableCopy>();
  const ofTask = (task: CopyTask): TaskCopy => {
    const { table } = task;
    const whole = tables.get(table) ?? { table, expectedRows: 0, countedRows: 0, bytes: 0, tasksLeft: 0 };
    tables.set(table, whole);
    const rows = expectedRows(task);
    whole.expectedRows += rows;
    whole.tasksLeft += 1;
    return { expectedRows: rows, bytes: 0, table: whole };
  };
  return new Map(tasks.map((task) => [task, ofTask(task)]));
}

/** How far these tasks' tables are, each once. */
export function tableStates(copies: readonly TaskCopy[]): TableCopyState[] {
  return [...new Set(copies.map(({ table }) => table))].map(
    ({ table: { schema, name }, tasksLeft, expectedRows, countedRows, bytes }) => ({
      schema,
      name,
      expectedRows,
      countedRows,
      bytes,
      complete: tasksLeft === 0,
    }),
  );
}

/** Of a leaf that is copied whole its share of the table's. */
function expectedRows({ places, leaf, table }: CopyTask): number {
  return places?.length ?? Math.round((table.rows * leaf.pages) / Math.max(1, table.pages));
}
