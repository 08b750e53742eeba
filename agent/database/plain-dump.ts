import type { DumpedIndex, DumpedSchema } from "./schema-dumper.ts";

/** Kinds of object whose definition may hold a password or would make a clone connect out. */
const leftOut = new Set(["USER MAPPING", "SUBSCRIPTION", "PUBLICATION", "PUBLICATION TABLE"]);

/** Kinds that pg_dump writes only after everything that rows need. */
const postDataKinds = new Set([
  "CHECK CONSTRAINT",
  "CONSTRAINT",
  "EVENT TRIGGER",
  "FK CONSTRAINT",
  "INDEX",
  "INDEX ATTACH",
  "POLICY",
  "ROW SECURITY",
  "RULE",
  "STATISTICS",
  "TRIGGER",
]);

/** What pg_dump announces by a comment: one object of the schema. */
interface Entry {
  readonly kind: string;
  readonly text: string;
}

/** Takes a plain dump of a whole schema apart; what only psql understands and what a clone must not have is left out. */
export function readPlainDump(dump: string): DumpedSchema {
  const [preamble = "", ...texts] = forServers(dump).split(/(?=^--\n-- Name: )/m);
  const entries = texts
    .map((text): Entry => ({ kind: /^--\n-- Name: .*; Type: ([A-Z ]+);/.exec(text)?.[1] ?? "", text }))
    .filter(({ kind }) => !leftOut.has(kind));
  const border = entries.findIndex(({ kind }) => postDataKinds.has(kind));
  const before = border === -1 ? entries : entries.slice(0, border);
  const { indexes, rest } = takeIndexes(border === -1 ? [] : entries.slice(border));
  const joined = (some: readonly Entry[]) => preamble + some.map(({ text }) => text).join("");
  return { preData: joined(before), indexes, postData: joined(rest) };
}

/** Without psql's own commands and what an older server does not know. */
function forServers(dump: string): string {
  return dump
    .replaceAll(/^\\(un)?restrict .*\n/gm, "")
    .replaceAll(/^SET transaction_timeout = 0;\n/gm, "")
    .replaceAll(/^CREATE SCHEMA public;$/gm, "CREATE SCHEMA IF NOT EXISTS public;");
}

/**
 * Indexes come first in a dump. Once something else has come, what follows may need it (a function that groups by a
 * key is made after that key), and everything stays in its order.
 */
function takeIndexes(entries: readonly Entry[]): { indexes: DumpedIndex[]; rest: Entry[] } {
  const indexes: DumpedIndex[] = [];
  const rest: Entry[] = [];
  let inOrder = false;
  for (const entry of entries) {
    inOrder ||= !["CONSTRAINT", "INDEX", "COMMENT"].includes(entry.kind);
    const table = inOrder ? undefined : tableOf(entry);
    if (table) indexes.push({ ...table, sql: entry.text });
    else rest.push(entry);
  }
  return { indexes, rest };
}

const name = '((?:"(?:[^"]|"")*"|[^\\s".])+)\\.((?:"(?:[^"]|"")*"|[^\\s".])+)';
const indexOn = new RegExp(`^CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^\\s"]+) ON (?:ONLY )?${name} `, "m");
const keyOf = new RegExp(`^ALTER TABLE (?:ONLY )?${name}\n    ADD CONSTRAINT `, "m");

function tableOf({ kind, text }: Entry): { schema: string; table: string } | undefined {
  const [, schema, table] = (kind === "INDEX" ? indexOn : kind === "CONSTRAINT" ? keyOf : undefined)?.exec(text) ?? [];
  return schema === undefined || table === undefined ? undefined : { schema: plain(schema), table: plain(table) };
}

/** The name itself, of how SQL writes it. */
function plain(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}
