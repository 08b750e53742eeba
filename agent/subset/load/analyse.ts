import { qualifiedName } from "../../database/identifiers.ts";
import type { Copied } from "./copy-rows.ts";
import { isAnalysedAtOnce } from "./copy-small.ts";
import type { LateIndexes } from "./load-schema.ts";
import { statementsAtOnce } from "./statements-at-once.ts";
import type { TargetDatabase } from "./target-database.ts";

/** A table's statistics are also those of its partitions and heirs: ANALYZE asks another server for a foreign table's. */
const needMore = `
  WITH RECURSIVE elsewhere AS (
    SELECT oid FROM pg_class WHERE relkind = 'f'
     UNION SELECT i.inhparent FROM pg_inherits i JOIN elsewhere e ON e.oid = i.inhrelid
  )
  SELECT '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"' AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND (c.relkind = 'm' AND c.relispopulated
          OR c.oid IN (SELECT stxrelid FROM pg_statistic_ext)
          OR c.relkind IN ('r', 'p') AND c.oid IN (SELECT inhparent FROM pg_inherits))
     AND c.oid NOT IN (SELECT oid FROM elsewhere)`;

/**
 * Makes the statistics that are still wanting: of small tables, and those that a table's own rows were not enough for, of
 * materialized views, of partition and inheritance trees, and of columns together.
 */
export async function analyseRest(
  target: TargetDatabase,
  copied: readonly Copied[],
  indexes: LateIndexes,
): Promise<void> {
  const small = copied.flatMap(({ task }) => {
    const { table, leaf } = task;
    if (table.foreignHeirs) return [];
    const late = !table.partitioned && indexes.sqlFor(leaf) === undefined && !isAnalysedAtOnce(task, indexes);
    // Such a tree is not analysed as a whole.
    return late || table.partial ? [qualifiedName(leaf)] : [];
  });
  const others = await target.query<{ name: string }>(needMore);
  const names = [...new Set([...small, ...others.map(({ name }) => name)])];
  const some = Array.from({ length: statementsAtOnce }, (_, lane) =>
    names.filter((_, index) => index % statementsAtOnce === lane),
  );
  await Promise.all(some.flatMap((list) => (list.length > 0 ? [target.run(`ANALYZE ${list.join(", ")}`)] : [])));
}
