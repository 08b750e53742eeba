import { userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Functions, procedures and window functions, as the server writes them. */
export const routineQueries: readonly CatalogueQuery[] = [
  {
    kind: "routine",
    sql: `SELECT 'pg_proc/' || p.oid AS id, n.nspname AS schema, p.oid::regprocedure::text AS name,
        pg_get_functiondef(p.oid) || ';' AS sql
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${userSchema} AND p.prokind <> 'a'`,
  },
];
