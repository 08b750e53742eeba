import type { Client } from "pg";
import { qualifiedName } from "../database/identifiers.ts";
import { Problem } from "../problem.ts";

interface LockName {
  readonly schema: string;
  readonly name: string;
  readonly partitioned: boolean;
  readonly readable: boolean;
}

/**
 * ACCESS SHARE keeps VACUUM FULL, TRUNCATE and ALTER TABLE away, so that a row's place stays its place.
 * The names are read before the transaction begins: the snapshot must not be older than the locks.
 */
export const lockTables = {
  async names(client: Client, schemas: readonly string[] | undefined): Promise<LockName[]> {
    const { rows } = await client.query<LockName>(
      `SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS partitioned,
              has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
          AND NOT EXISTS (SELECT FROM pg_depend d
                           WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1, 2`,
      [schemas ?? null],
    );
    return rows;
  },

  async lock(client: Client, names: readonly LockName[]): Promise<void> {
    const unreadable = names.filter(({ readable }) => !readable);
    if (unreadable.length > 0) throw notReadable(unreadable, client.user ?? "");
    if (names.length === 0) return;
    const list = names.map((table) => `${table.partitioned ? "" : "ONLY "}${qualifiedName(table)}`);
    await client.query(`LOCK TABLE ${list.join(", ")} IN ACCESS SHARE MODE`);
  },
};

function notReadable(tables: readonly LockName[], user: string): Problem {
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  const grants = schemas.map(
    (schema) =>
      `GRANT USAGE ON SCHEMA "${schema}" TO "${user}"; GRANT SELECT ON ALL TABLES IN SCHEMA "${schema}" TO "${user}";`,
  );
  return new Problem({
    what: "Some tables may not be read",
    where: tables
      .slice(0, 10)
      .map(({ schema, name }) => `${schema}.${name}`)
      .join(", "),
    why: `the role "${user}" lacks SELECT on ${tables.length} of them`,
    next: grants.join("\n"),
    code: "source-privileges",
  });
}
