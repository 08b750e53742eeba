import type { Work } from "../../work.ts";
import { groupedNumber } from "../grouped-number.ts";
import type { Copied } from "./copy-rows.ts";
import type { CopyTask } from "./copy-task.ts";

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
  const total = tasks.reduce((sum, task) => sum + expectedRows(task), 0);
  const bytesOf = new Map<CopyTask, number>();
  let doneRows = 0;
  let said = 0;
  const fractionNow = () => Math.min(1, doneRows / Math.max(1, total));
  const rest = () => {
    const fraction = fractionNow();
    const seconds = (performance.now() - started) / 1000;
    // Too little is known at first.
    return seconds > 1 && fraction > 0.05 ? `, ${Math.ceil((seconds * (1 - fraction)) / fraction)} s left` : "";
  };
  return {
    moved(task, bytes) {
      const sum = (bytesOf.get(task) ?? 0) + bytes;
      bytesOf.set(task, sum);
      if (performance.now() - said < pauseMs) return;
      said = performance.now();
      const rows = groupedNumber(expectedRows(task));
      work.progress(`Copying ${nameOf(task)}: ${megabytes(sum)} of ${rows} rows${rest()}`, fractionNow());
    },
    endedTogether(copied) {
      doneRows += copied.reduce((sum, { task }) => sum + expectedRows(task), 0);
      said = performance.now();
      const total = (of: (one: Copied) => number) => copied.reduce((sum, one) => sum + of(one), 0);
      const [rows, bytes] = [groupedNumber(total((one) => one.rows)), megabytes(total((one) => one.bytes))];
      const first = copied[0] ? nameOf(copied[0].task) : "";
      const others = copied.length > 1 ? ` and ${copied.length - 1} more small tables` : "";
      work.progress(`Copied ${first}${others}: ${rows} rows, ${bytes}${rest()}`, fractionNow());
    },
    ended(task, rows) {
      doneRows += expectedRows(task);
      said = performance.now();
      const bytes = megabytes(bytesOf.get(task) ?? 0);
      work.progress(`Copied ${nameOf(task)}: ${groupedNumber(rows)} rows, ${bytes}${rest()}`, fractionNow());
    },
  };
}

/** Of a leaf that is copied whole its share of the table's. */
function expectedRows({ places, leaf, table }: CopyTask): number {
  return places?.length ?? Math.round((table.rows * leaf.pages) / Math.max(1, table.pages));
}

function nameOf({ leaf }: CopyTask): string {
  return `${leaf.schema}.${leaf.name}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
