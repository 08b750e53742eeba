import { isLedger } from "../database/ledger-tables.ts";
import type { Table } from "./catalogue/catalogue.ts";
import { findTable } from "./catalogue/find-table.ts";
import { splitInProportion, tableTrees } from "./catalogue/table-trees.ts";
import type { Curve } from "./curve.ts";
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

/**
 * The curve, overridden by what `tables` says; migration ledgers are kept whole, an inheritance tree has one target.
 * @param ledger another ledger's name, which need not be there: the first migration makes it.
 */
export function planTargets(
  tables: readonly Table[],
  curve: Curve,
  rules: Readonly<Record<string, TableRule>>,
  ledger?: string,
): Map<Table, Target> {
  const chosen = new Map(
    Object.entries(rules).map(([key, rule]) => [findTable(tables, key, `subset.tables.${key}`), rule]),
  );
  const byTree = new Map(tableTrees(tables).flatMap((tree) => targetsOfTree(tree, curve)));
  const isKept = (table: Table) =>
    isLedger(table) || [table.name, `${table.schema}.${table.name}`].some((name) => name === ledger);
  return new Map(
    tables.map((table) => {
      const rule = chosen.get(table);
      if (rule === undefined && isKept(table)) return [table, whole(table, "a migration ledger: kept whole")];
      return [table, targetOf(table, byTree.get(table), rule)];
    }),
  );
}

/** What the curve says. */
interface CurveTarget {
  readonly rows: number;
  readonly because?: string | undefined;
}

function targetsOfTree(tree: readonly Table[], curve: Curve): [Table, CurveTarget][] {
  const sizes = tree.map(({ rows }) => rows);
  const wanted = curve(sizes.reduce((sum, size) => sum + size, 0));
  const shares = splitInProportion(wanted, sizes);
  const because = tree.length > 1 ? `its part of the ${wanted} rows of its inheritance tree` : undefined;
  return tree.map((table, index) => [table, { rows: shares[index] ?? 0, because }]);
}

function targetOf(table: Table, byCurve: CurveTarget | undefined, rule: TableRule | undefined): Target {
  const { rows, where, include } = typeof rule === "object" ? rule : { rows: rule };
  if (rows === "all" && where === undefined) return whole(table, "kept whole, as configured");
  const wanted = rows === "all" ? table.rows : Math.min(rows ?? byCurve?.rows ?? 0, table.rows);
  // A small table's count is exact, so that wanting every row is wanting the whole table.
  if (table.rows > 0 && wanted >= table.rows && where === undefined && rows === undefined) return whole(table);
  const because = rows === undefined ? byCurve?.because : `${rows} rows, as configured`;
  return { table, rows: wanted, whole: false, where, include, because };
}

function whole(table: Table, because?: string): Target {
  return { table, rows: table.rows, whole: true, because };
}
