import { isLedger } from "../database/ledger-tables.ts";
import type { Table } from "./catalogue.ts";
import type { Curve } from "./curve.ts";
import { findTable } from "./find-table.ts";
import type { TableRule } from "./request.ts";

/** What is wanted of one table. */
export interface Target {
  readonly table: Table;
  readonly rows: number;
  /** Every row is kept, without looking at any. */
  readonly whole: boolean;
  readonly where?: string | undefined;
  readonly include?: string | undefined;
  /** Where the number does not come from the curve. */
  readonly because?: string | undefined;
}

/** The curve, overridden by what `tables` says; migration ledgers are kept whole. */
export function planTargets(
  tables: readonly Table[],
  curve: Curve,
  rules: Readonly<Record<string, TableRule>>,
): Map<Table, Target> {
  const chosen = new Map(
    Object.entries(rules).map(([key, rule]) => [findTable(tables, key, `subset.tables.${key}`), rule]),
  );
  return new Map(tables.map((table) => [table, targetOf(table, curve, chosen.get(table))]));
}

function targetOf(table: Table, curve: Curve, rule: TableRule | undefined): Target {
  if (rule === undefined && isLedger(table)) return whole(table, "a migration ledger: kept whole");
  const { rows, where, include } = typeof rule === "object" ? rule : { rows: rule };
  if (rows === "all" && where === undefined) return whole(table, "kept whole, as configured");
  const wanted = rows === "all" ? table.rows : Math.min(rows ?? curve(table.rows), table.rows);
  // A small table's count is exact, so that wanting every row is wanting the whole table.
  if (table.rows > 0 && wanted >= table.rows && where === undefined && rows === undefined) return whole(table);
  const because = rows === undefined ? undefined : `${rows} rows, as configured`;
  return { table, rows: wanted, whole: false, where, include, because };
}

function whole(table: Table, because?: string): Target {
  return { table, rows: table.rows, whole: true, because };
}
