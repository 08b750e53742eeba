import type { Work } from "../../work.ts";
import { groupedNumber } from "../grouped-number.ts";
import type { Copied } from "./copy-rows.ts";
import type { CopyTask } from "./copy-task.ts";
import { beginCopies, type TaskCopy, tableStates } from "./table-copies.ts";

/** Says how far the copy is, a few times a second at most. */
export interface CopyProgress {
  moved(task: CopyTask, bytes: number): void;
  ended(task: CopyTask, rows: number): void;
  /** The same for tables that were copied together, each in one piece. */
  endedTogether(copied: readonly Copied[]): void;
}

const pauseMs = 200;

/** The remaining time is an estimate: as long as the rows before have taken. */
export function copyProgress(tasks: readonly CopyTask[], work: Work): CopyProgress {
  const started = performance.now();
  const copies = beginCopies(tasks);
  const total = [...copies.values()].reduce((sum, { expectedRows }) => sum + expectedRows, 0);
  let doneRows = 0;
  let said = 0;
  const say = (message: string, ...about: readonly TaskCopy[]) => {
    said = performance.now();
    const fraction = Math.min(1, doneRows / Math.max(1, total));
    const seconds = (said - started) / 1000;
    // Too little is known at first.
    const known = seconds > 1 && fraction > 0.05;
    const secondsLeft = known ? Math.ceil((seconds * (1 - fraction)) / fraction) : undefined;
    const rest = known ? `, ${secondsLeft} s left` : "";
    work.progress(message + rest, fraction, { tables: tableStates(about), secondsLeft });
  };
  const add = (copy: TaskCopy, bytes: number) => {
    copy.bytes += bytes;
    copy.table.bytes += bytes;
  };
  const count = (copy: TaskCopy, rows: number) => {
    doneRows += copy.expectedRows;
    copy.table.countedRows += rows;
    copy.table.tasksLeft -= 1;
  };
  return {
    moved(task, bytes) {
      const copy = copies.get(task);
      if (!copy) return;
      add(copy, bytes);
      if (performance.now() - said < pauseMs) return;
      say(`Copying ${nameOf(task)}: ${megabytes(copy.bytes)} of ${groupedNumber(copy.expectedRows)} rows`, copy);
    },
    ended(task, rows) {
      const copy = copies.get(task);
      if (!copy) return;
      count(copy, rows);
      say(`Copied ${nameOf(task)}: ${groupedNumber(rows)} rows, ${megabytes(copy.bytes)}`, copy);
    },
    endedTogether(copied) {
      const about = copied.flatMap(({ task, rows, bytes }) => {
        const copy = copies.get(task);
        if (!copy) return [];
        add(copy, bytes);
        count(copy, rows);
        return [copy];
      });
      const sum = (of: (one: Copied) => number) => copied.reduce((total, one) => total + of(one), 0);
      const first = copied[0] ? nameOf(copied[0].task) : "";
      const others = copied.length > 1 ? ` and ${copied.length - 1} more small tables` : "";
      const [rows, bytes] = [groupedNumber(sum((one) => one.rows)), megabytes(sum((one) => one.bytes))];
      say(`Copied ${first}${others}: ${rows} rows, ${bytes}`, ...about);
    },
  };
}

function nameOf({ leaf }: CopyTask): string {
  return `${leaf.schema}.${leaf.name}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
