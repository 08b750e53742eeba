import { qualifiedName } from "../../database/identifiers.ts";
import type { Work } from "../../work.ts";
import type { Leaf } from "../catalogue/catalogue.ts";
import type { Source } from "../source/source.ts";
import { copyProgress } from "./copy-progress.ts";
import { type Copied, copyRows } from "./copy-rows.ts";
import type { CopyTask } from "./copy-task.ts";
import type { LateIndexes } from "./load-schema.ts";
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
  const loadLeaf = async (leaf: Leaf, parts: readonly CopyTask[]): Promise<Copied[]> => {
    const copied: Copied[] = [];
    for (const task of parts) {
      const rows = await target.withSession((writer) =>
        source.withSession((reader) => copyRows(reader, writer, task, progress.moved, work.signal)),
      );
      progress.ended(task, rows.rows);
      copied.push(rows);
    }
    const own = indexes.sqlFor(leaf);
    if (own !== undefined) {
      const analyse = parts.some(({ table }) => table.partitioned) ? "" : ` ANALYZE ${qualifiedName(leaf)};`;
      await target.runSchema(own + analyse);
    }
    return copied;
  };
  const byLeaf = Map.groupBy(tasks, ({ leaf }) => leaf);
  const loaded = await Promise.all([...byLeaf].map(([leaf, parts]) => loadLeaf(leaf, parts)));
  return loaded.flat();
}
