import type { Link } from "../request.ts";
import type { Column, Table } from "./catalogue.ts";

/**
 * What looks like a reference by its name (`user_id` beside a table `users`) in a database that declares none: only a
 * person can say whether it is one.
 */
export function proposeLinks(tables: readonly Table[]): Link[] {
  return tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const found = parentOf(column, table, tables);
      if (!found) return [];
      return [
        { from: `${nameOf(table, tables)}.${column.name}`, to: `${nameOf(found.parent, tables)}.${found.key.name}` },
      ];
    }),
  );
}

/** The note that a database without declared references needs; undefined where nothing is to be said. */
export function undeclaredNote(tables: readonly Table[], references: number): string | undefined {
  if (references > 0 || tables.filter(({ rows }) => rows > 0).length < 2) return undefined;
  const links = proposeLinks(tables);
  const start =
    "The source declares no foreign key: every table is sampled by itself, and rows that belong together are torn apart.";
  if (links.length === 0) return `${start} Name the references in "subset.links".`;
  const lines = links.map(({ from, to }) => `  { "from": ${JSON.stringify(from)}, "to": ${JSON.stringify(to)} }`);
  return `${start} By their names these may be references; put those that are into "subset":\n"links": [\n${lines.join(",\n")}\n]`;
}

function parentOf(column: Column, table: Table, tables: readonly Table[]) {
  const subject = /^(.+?)_?(?:id|uuid)$/i.exec(snakeCase(column.name))?.[1];
  if (subject === undefined || table.columns.some(({ name }) => snakeCase(name) === `${subject}_type`))
    return undefined;
  if (subject === "parent") return withKey(table, column, singular(snakeCase(table.name)));
  const words = subject.split("_");
  // `billing_address_id` may mean `billing_addresses`, or else `addresses`.
  for (let first = 0; first < words.length; first++) {
    const name = words.slice(first).join("_");
    const named = tables.filter((other) => plurals(name).includes(snakeCase(other.name)));
    const parent = named.find(({ schema }) => schema === table.schema) ?? named[0];
    const found = parent && withKey(parent, column, name);
    if (found) return found;
  }
  return undefined;
}

function withKey(parent: Table, column: Column, subject: string): { parent: Table; key: Column } | undefined {
  const names = ["id", `${subject}_id`, "uuid", `${subject}_uuid`];
  const keys = names.flatMap((name) => parent.columns.filter((candidate) => snakeCase(candidate.name) === name));
  const key = keys.find((candidate) => candidate !== column && family(candidate.type) === family(column.type));
  return key && { parent, key };
}

function family(type: string): string {
  return ["smallint", "integer", "bigint"].includes(type) ? "whole number" : type.replace(/\(.*\)/, "");
}

function plurals(word: string): string[] {
  return [word, `${word}s`, `${word}es`, word.replace(/y$/, "ies"), word.replace(/person$/, "people")];
}

function singular(word: string): string {
  return word.replace(/ies$/, "y").replace(/s$/, "");
}

function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function nameOf(table: Table, tables: readonly Table[]): string {
  const alone = tables.filter(({ name }) => name === table.name).length === 1;
  return alone ? table.name : `${table.schema}.${table.name}`;
}
