import { quoteLiteral } from "../database/identifiers.ts";

/**
 * A dumped schema that runs under the source's search path instead of none: it names everything in full itself, but the
 * functions in indexes and checks may rely on the path that they always had.
 */
export function underSearchPath(sql: string, path: string): string {
  return sql.replace(
    /^SELECT pg_catalog\.set_config\('search_path', '', false\);$/m,
    () => `SELECT pg_catalog.set_config('search_path', ${quoteLiteral(path)}, false);`,
  );
}
