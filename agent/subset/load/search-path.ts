import { quoteLiteral } from "../../database/identifiers.ts";
import type { Source } from "../source/source.ts";

/** Where the source's own role looks for what is named without its schema. */
export async function readSearchPath(source: Source): Promise<string> {
  const [session] = await source.query<{ path: string }>("SELECT current_setting('search_path') AS path");
  return session?.path ?? "";
}

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
