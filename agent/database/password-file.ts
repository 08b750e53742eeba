import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What a line of `.pgpass` is looked up by. */
export interface PasswordKey {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The password that `PGPASSFILE` or `~/.pgpass` holds for this connection. Like libpq, a file that others may read is passed over. */
export function passwordFromFile(key: PasswordKey, env: NodeJS.ProcessEnv): string | undefined {
  const path = env.PGPASSFILE ?? join(env.HOME ?? homedir(), ".pgpass");
  try {
    const { mode } = statSync(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) return undefined;
    return findPassword(readFileSync(path, "utf8"), key);
  } catch {
    return undefined;
  }
}

/** Looks through the lines `host:port:database:user:password`; the first that fits counts, `*` fits all. */
export function findPassword(file: string, key: PasswordKey): string | undefined {
  const host = key.host.startsWith("/") ? "localhost" : key.host;
  const wanted = [host, String(key.port), key.database, key.user];
  for (const line of file.split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = [...line.matchAll(/((?:\\.|[^\\:])*)(?::|$)/g)].map((match) => match[1]?.replaceAll(/\\(.)/g, "$1"));
    const password = fields[4];
    if (password && wanted.every((value, index) => fields[index] === "*" || fields[index] === value)) return password;
  }
  return undefined;
}
