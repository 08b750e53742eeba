import type { TargetDatabase } from "./target-database.ts";

const needMore = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND (c.relkind = 'm' AND c.relispopulated
          OR c.oid IN (SELECT stxrelid FROM pg_statistic_ext)
          OR c.relkind IN ('r', 'p') AND c.oid IN (SELECT inhparent FROM pg_inherits))`;

/**
 * Makes the statistics that a table's own rows were not enough for: of materialized views, of partition and inheritance
 * trees, and of columns together.
 */
export async function analyseRest(target: TargetDatabase): Promise<void> {
  const names = await target.query<{ name: string }>(needMore);
  if (names.length > 0) await target.run(`ANALYZE ${names.map(({ name }) => name).join(", ")}`);
}
