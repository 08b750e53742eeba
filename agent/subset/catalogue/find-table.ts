import { nearestName } from "../../database/nearest-name.ts";
import { Problem } from "../../problem.ts";
import type { Column, Table } from "./catalogue.ts";

/**
 * The table that a configuration's `table` or `schema.table` means.
 * @throws Problem (usage) that names the nearest table where there is none, or the choices where there are several.
 */
export function findTable(tables: readonly Table[], key: string, place: string): Table {
  const found = tables.filter((table) => table.name === key || `${table.schema}.${table.name}` === key);
  if (found.length === 1 && found[0]) return found[0];
  const visible = found.find(({ schema }) => schema === "public");
  if (visible) return visible;
  const nearest = nearestName(
    key,
    tables.flatMap((table) => [table.name, fullName(table)]),
  );
  const names = found.length > 0 ? found.map(fullName) : nearest === undefined ? [] : [nearest];
  throw new Problem({
    what: found.length > 0 ? `"${key}" is the name of several tables` : `There is no table "${key}"`,
    where: place,
    next: names.length > 0 ? `Write ${names.map((name) => `"${name}"`).join(" or ")}.` : "Check the name.",
    code: "config-invalid",
    usage: true,
  });
}

/** The table and column that `table.column` or `schema.table.column` means. */
export function findColumn(tables: readonly Table[], key: string, place: string): { table: Table; column: Column } {
  const dot = key.lastIndexOf(".");
  const table = findTable(tables, key.slice(0, Math.max(dot, 0)), place);
  const name = key.slice(dot + 1);
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) return { table, column };
  const suggestion = nearestName(
    name,
    table.columns.map((candidate) => candidate.name),
  );
  throw new Problem({
    what: `The table "${table.name}" has no column "${name}"`,
    where: place,
    next: suggestion === undefined ? "Check the name." : `Write "${key.slice(0, dot)}.${suggestion}".`,
    code: "config-invalid",
    usage: true,
  });
}

function fullName({ schema, name }: Table): string {
  return `${schema}.${name}`;
}
