import { Problem } from "../../problem.ts";

/** An object that this dumper has no words for. */
export interface Inexpressible {
  readonly id: string;
  readonly schema: string | null;
  readonly description: string;
}

/** @throws Problem that names every object which a dump of these schemas would have to leave out. */
export function refuse(
  found: readonly Inexpressible[],
  brought: ReadonlySet<string>,
  wanted: readonly string[] | undefined,
): void {
  const refused = found.filter(
    ({ id, schema }) => !brought.has(id) && (schema === null || !wanted || wanted.includes(schema)),
  );
  if (refused.length === 0) return;
  throw new Problem({
    what: "The schema holds objects that can only be copied by pg_dump",
    where: [...new Set(refused.map(({ description }) => description))].sort().join(", "),
    why: "no pg_dump that fits the server was found, and reading the catalogues does not cover these",
    next: "Install the PostgreSQL client of the server's version (Debian: apt-get install postgresql-client).",
    code: "schema-inexpressible",
  });
}
