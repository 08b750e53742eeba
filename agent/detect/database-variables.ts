import { variableName } from "../config/schema/names.ts";

/** How an app is told where its database is. */
export interface DatabaseVariables {
  /** The variables that take its URL. */
  readonly urls: readonly string[];
  /** Those that take a part of it, or a URL of another kind, with the value that `app.env` gives them. */
  readonly parts: Readonly<Record<string, string>>;
}

/** `DB_HOST`, `PGUSER`, `SHOP_DATABASE_PASSWORD`: whose variables, and which part of an address. */
export const partVariable =
  /\b(PG|(?:[A-Z]+_)?(?:DB|DATABASE|POSTGRES|POSTGRESQL|SQL|PG)_)(HOST|HOSTNAME|SERVER|PORT|NAME|DATABASE|DB|USER|USERNAME|PASSWORD|PASSWD|PASS|PWD)\b/g;

const partOf: Readonly<Record<string, string>> = {
  ...{ HOST: "host", HOSTNAME: "host", SERVER: "host", PORT: "port", NAME: "name", DATABASE: "name", DB: "name" },
  ...{ USER: "user", USERNAME: "user", PASSWORD: "password", PASSWD: "password", PASS: "password", PWD: "password" },
};

/**
 * Sorts out what sources, examples and compose files name.
 * @param mentioned names that sources take a URL from, and names of parts.
 * @param given what example and compose file set.
 */
export function databaseVariables(
  mentioned: { readonly urls: ReadonlySet<string>; readonly parts: ReadonlySet<string> },
  given: ReadonlyMap<string, string>,
): DatabaseVariables {
  const urls = new Set<string>();
  const parts: Record<string, string> = {};
  for (const [name, value] of given) {
    const scheme = schemeOf(value);
    // A second database, for tests or for a tool, is not the app's.
    if (scheme === undefined || !variableName.test(name) || /(^|_)(TEST|SHADOW)(_|$)/.test(name)) continue;
    if (scheme === "postgres" || scheme === "postgresql") urls.add(name);
    else parts[name] = urlOf(scheme);
  }
  for (const name of mentioned.urls) if (parts[name] === undefined) urls.add(name);
  if (urls.size === 0 && Object.keys(parts).length === 0)
    Object.assign(parts, inParts(mentioned.parts.union(new Set(given.keys()))));
  return { urls: [...urls].sort(), parts };
}

/** The scheme of a PostgreSQL server's address: `postgres`, `postgresql+psycopg`, `postgis`, `jdbc:postgresql`. */
function schemeOf(value: string): string | undefined {
  return /^((?:jdbc:)?(?:postgres|postgresql|postgis|ecto)(?:\+\w+)?):\/\//.exec(value)?.[1];
}

function urlOf(scheme: string): string {
  const place = `${part("host")}:${part("port")}/${part("name")}`;
  if (!scheme.startsWith("jdbc:")) return `${scheme}://${part("user")}:${part("password")}@${place}`;
  return `${scheme}://${place}?user=${part("user")}&password=${part("password")}`;
}

/** Parts count where one of them is a host: the others alone are a server's own, or another tool's. */
function inParts(names: ReadonlySet<string>): Record<string, string> {
  const told = [...names].flatMap((name) => {
    const [, prefix = "", kind = ""] = new RegExp(partVariable.source).exec(name) ?? [];
    return partOf[kind] === undefined ? [] : [{ name, prefix, kind: partOf[kind] }];
  });
  const prefix = told.find(({ kind }) => kind === "host")?.prefix;
  return Object.fromEntries(told.filter((one) => one.prefix === prefix).map(({ name, kind }) => [name, part(kind)]));
}

/** A placeholder of slipway.json. */
function part(name: string): string {
  return `\${database.${name}}`;
}
