import { qualifiedName } from "../../database/identifiers.ts";
import type { Work } from "../../work.ts";
import type { Leaf, Table } from "../catalogue/catalogue.ts";
import { lender } from "../lender.ts";
import type { Source } from "../source/source.ts";
import { copyProgress } from "./copy-progress.ts";
import { type Copied, copyRows } from "./copy-rows.ts";
import { copySmall, isSmallCopy, smallCopies } from "./copy-small.ts";
import type { CopyTask } from "./copy-task.ts";
import type { LateIndexes } from "./load-schema.ts";
import { statementsAtOnce } from "./statements-at-once.ts";
import type { TargetDatabase } from "./target-database.ts";

/**
 * Loads tables, several at once: each one's rows, then its indexes and its statistics while others are still read.
 * Small tables and partitions are analysed later, together.
 */
export async function loadRows(
  source: Source,
  target: TargetDatabase,
  tasks: readonly CopyTask[],
  indexes: LateIndexes,
  work: Work,
): Promise<Copied[]> {
  const progress = copyProgress(tasks, work);
  const finish = async (leaf: Leaf, table: Table): Promise<void> => {
    const own = indexes.sqlFor(leaf);
    if (own === undefined) return;
    const analyse = table.partitioned || table.foreignHeirs ? "" : ` ANALYZE ${qualifiedName(leaf)};`;
    await target.runSchema(own + analyse);
  };
  const inTurn = lender(statementsAtOnce, async () => {});
  const loadTogether = async (some: readonly CopyTask[]): Promise<Copied[]> => {
    const copied = await copySmall(source, target, some, indexes, progress, work.signal);
    await Promise.all(some.map(({ leaf, table }) => finish(leaf, table)));
    return copied;
  };
  const loadLeaf = async (leaf: Leaf, parts: readonly CopyTask[]): Promise<Copied[]> => {
    const copied: Copied[] = [];
    for (const task of parts) {
      const rows = await target.withSession((writer) =>
        source.withSession((reader) => copyRows(reader, writer, task, progress.moved, work.signal)),
      );
      progress.ended(task, rows.rows);
      copied.push(rows);
    }
    if (parts[0]) await finish(leaf, parts[0].table);
    return copied;
  };
  const large = tasks.filter((task) => !isSmallCopy(task));
  const byLeaf = Map.groupBy(large, ({ leaf }) => leaf);
  const loaded = await Promise.all([
    ...[...byLeaf].map(([leaf, parts]) => loadLeaf(leaf, parts)),
    ...smallCopies(tasks).map((some) => inTurn(() => loadTogether(some))),
  ]);
  return loaded.flat();
}
