import { type Connection, describeConnection } from "../../database/connection.ts";
import { Problem } from "../../problem.ts";
import type { Source } from "../source/source.ts";
import type { TargetDatabase } from "./target-database.ts";

/**
 * Asks before anything is read whether the target's server has every extension that the source uses.
 * @throws Problem that names all that it lacks.
 */
export async function requireExtensions(source: Source, target: TargetDatabase, where: Connection): Promise<void> {
  const used = await source.query<{ name: string }>("SELECT extname AS name FROM pg_extension ORDER BY 1");
  const missing = await target.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS used(name)
      WHERE NOT EXISTS (SELECT FROM pg_available_extensions a WHERE a.name = used.name) ORDER BY 1`,
    [used.map(({ name }) => name)],
  );
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new Problem({
    what: "The target's server lacks extensions that the source uses",
    where: describeConnection(where),
    why: `it has no ${names}`,
    next: `Install ${missing.length > 1 ? "them" : "it"} there (Debian: apt-get install postgresql-contrib, or postgresql-${target.major}-NAME), or use an image that has ${missing.length > 1 ? "them" : "it"} as snapshot.baseImage.`,
    code: "target-extensions",
    usage: true,
  });
}
