import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Table } from "./catalogue.ts";

/**
 * A table as it stands in FROM: without the rows of inheriting tables, which are tables of their own, and without those
 * of partitions that are left out.
 * @param sample TABLESAMPLE, where only some of its pages are looked at.
 */
export function tableRows(table: Table, alias: string, sample = ""): string {
  if (!table.partial) return `${table.partitioned ? "" : "ONLY "}${qualifiedName(table)} AS ${alias} ${sample}`;
  const names = [...table.columns, ...table.generated].map(({ name }) => quoteIdentifier(name));
  const columns = ["tableoid", "ctid", ...names].join(", ");
  // Whoever names the tree reads all of its partitions, whatever the condition is. By itself it has columns, but no rows.
  const parts = table.leaves.length > 0 ? table.leaves : [table];
  const selects = parts.map((part) => `SELECT ${columns} FROM ONLY ${qualifiedName(part)} ${sample}`);
  return `(${selects.join(" UNION ALL ")}) AS ${alias}`;
}

/** Everything that is known of a row under this alias, its place with it. */
export function allColumns({ partial }: Table, alias: string): string {
  return partial ? `${alias}.*` : `${alias}.*, ${alias}.ctid, ${alias}.tableoid`;
}
