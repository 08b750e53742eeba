import type { Client } from "pg";
import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";

interface LockName {
  readonly schema: string;
  readonly name: string;
  readonly kind: "r" | "p";
  readonly partition: boolean;
  readonly readable: boolean;
  /** Row-level security would hide rows from this role. */
  readonly filtered: boolean;
}

/**
 * ACCESS SHARE keeps VACUUM FULL, TRUNCATE and ALTER TABLE away, so that a row's place stays its place.
 * The names are read before the transaction begins: the snapshot must not be older than the locks.
 */
export const lockTables = {
  async names(client: Client, schemas: readonly string[] | undefined): Promise<LockName[]> {
    const { rows } = await client.query<LockName>(
      `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relispartition AS partition,
              has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
              row_security_active(c.oid) AS filtered
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
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
    const filtered = names.filter((table) => table.filtered);
    if (filtered.length > 0) throw hidden(filtered, client.user ?? "");
    // Locking a partitioned table locks its partitions.
    const list = names
      .filter(({ partition }) => !partition)
      .map((table) => `${table.kind === "p" ? "" : "ONLY "}${qualifiedName(table)}`);
    if (list.length === 0) return;
    await client.query(`LOCK TABLE ${list.join(", ")} IN ACCESS SHARE MODE`);
  },
};

function notReadable(tables: readonly LockName[], user: string): Problem {
  const role = quoteIdentifier(user);
  const schemas = [...new Set(tables.map(({ schema }) => quoteIdentifier(schema)))];
  const grants = schemas.map(
    (schema) =>
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};`,
  );
  return new Problem({
    what: "Some tables may not be read",
    where: someNames(tables),
    why: `the role "${user}" lacks SELECT on ${tables.length} of them`,
    next: grants.join("\n"),
    code: "source-privileges",
  });
}

function hidden(tables: readonly LockName[], user: string): Problem {
  return new Problem({
    what: "Row-level security hides rows",
    where: someNames(tables),
    why: `its policies hold for the role "${user}", which would see only a part`,
    next: `Sign in as the tables' owner, or ALTER ROLE ${quoteIdentifier(user)} BYPASSRLS;`,
    code: "source-row-security",
  });
}

function someNames(tables: readonly LockName[]): string {
  const shown = tables.slice(0, 10).map(({ schema, name }) => `${schema}.${name}`);
  return shown.join(", ") + (tables.length > 10 ? ` and ${tables.length - 10} more` : "");
}
