import { qualifiedName } from "../../database/identifiers.ts";
import type { Source } from "../source/source.ts";
import type { CopyProgress } from "./copy-progress.ts";
import { type Copied, copyProblem } from "./copy-rows.ts";
import { type CopyTask, copyIn, copyOut, hasFunctions } from "./copy-task.ts";
import { CopyRefused, copyInTogether, copyOutTogether } from "./copy-together.ts";
import type { LateIndexes } from "./load-schema.ts";
import type { TargetDatabase } from "./target-database.ts";

/** Up to this size a table's rows are held in memory. */
const smallPages = 4;

/** So many tables are copied together. */
const together = 32;

/** True for a task whose rows are few and pass through no functions. */
export function isSmallCopy({ leaf, transforms }: CopyTask): boolean {
  return leaf.pages + leaf.toastPages <= smallPages && !hasFunctions({ transforms });
}

/** Not where indexes, which may want statistics of their own, come later; a partitioned table is analysed as a whole. */
export function isAnalysedAtOnce(task: CopyTask, indexes: LateIndexes): boolean {
  const { table, leaf } = task;
  return isSmallCopy(task) && !table.partitioned && !table.foreignHeirs && indexes.sqlFor(leaf) === undefined;
}

/** Small tasks in groups. */
export function smallCopies(tasks: readonly CopyTask[]): CopyTask[][] {
  const small = tasks.filter(isSmallCopy);
  return Array.from({ length: Math.ceil(small.length / together) }, (_, group) =>
    small.slice(group * together, (group + 1) * together),
  );
}

/** Copies a group, each table in one piece, and makes the statistics of those that get no indexes later. */
export async function copySmall(
  source: Source,
  target: TargetDatabase,
  tasks: readonly CopyTask[],
  indexes: LateIndexes,
  progress: CopyProgress,
  signal: AbortSignal,
): Promise<Copied[]> {
  const named = (error: unknown) => {
    signal.throwIfAborted();
    const task = error instanceof CopyRefused ? tasks[error.index] : undefined;
    throw task && error instanceof Error ? copyProblem(error.cause, task) : error;
  };
  const data = await source.withSession((reader) => copyOutTogether(reader, tasks.map(copyOut))).catch(named);
  const complete = tasks.filter((task) => isAnalysedAtOnce(task, indexes)).map(({ leaf }) => qualifiedName(leaf));
  const analyse = complete.length > 0 ? [`ANALYZE ${complete.join(", ")}`] : [];
  const statements = [...tasks.map(copyIn), ...analyse];
  const rows = await target.withSession((writer) => copyInTogether(writer, statements, data)).catch(named);
  const copied = tasks.map((task, index) => ({
    task,
    rows: rows[index] ?? 0,
    bytes: data[index]?.length ?? 0,
  }));
  progress.endedTogether(copied);
  return copied;
}
