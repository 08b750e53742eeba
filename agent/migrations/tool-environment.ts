import { Secret } from "../secrets/secret.ts";
import type { Migrations } from "./migrations.ts";

type Environment = Readonly<Record<string, string | Secret>>;

const address = /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\/(?:([^@/]*)@)?([^/?]+)\/([^?]*)(?:\?(.*))?$/;
/** The parameters of libpq that JDBC knows by the same names. */
const shared = new Set(["sslmode", "sslrootcert", "sslcert", "sslkey"]);

/**
 * What a migration tool needs in its environment beside what the app has: Flyway reads no URL but JDBC's, under a name
 * of its own. A variable that the app's environment sets already is not among them.
 * @param databaseVariables the app's, which hold its database's URL; where they are not set, a JDBC URL of the app's
 * counts, with the user and the password beside it.
 */
export function toolEnvironment(
  { framework, command = "" }: Pick<Migrations, "framework" | "command">,
  databaseVariables: readonly string[],
  app: Environment,
): Environment {
  if ((framework !== "flyway" && !/\bflyway\b/.test(command)) || app.FLYWAY_URL !== undefined) return {};
  const isJdbc = (name: string) => textOf(app[name]).startsWith("jdbc:postgresql://");
  const variable = [...databaseVariables, ...Object.keys(app).filter(isJdbc)].find((name) =>
    address.test(textOf(app[name])),
  );
  if (variable === undefined) return {};
  const beside = (...kinds: string[]) =>
    variable.endsWith("URL")
      ? kinds.map((kind) => textOf(app[variable.replace(/URL$/, kind)])).find((text) => text !== "")
      : undefined;
  const { url, user = beside("USERNAME", "USER"), password = beside("PASSWORD") } = jdbcParts(textOf(app[variable]));
  const needed = {
    FLYWAY_URL: url,
    ...(user !== undefined && { FLYWAY_USER: user }),
    ...(password !== undefined && { FLYWAY_PASSWORD: new Secret(password) }),
  };
  return Object.fromEntries(Object.entries(needed).filter(([name]) => app[name] === undefined));
}

function jdbcParts(text: string): { url: string; user: string | undefined; password: string | undefined } {
  const [, login = "", place = "", database = "", query = ""] = address.exec(text) ?? [];
  const [user, password] = login.split(/:(.*)/s, 2).map(decodeURIComponent);
  const parameters = new URLSearchParams(query);
  const named = { user: parameters.get("user"), password: parameters.get("password") };
  for (const name of [...parameters.keys()])
    if (name in named || (!text.startsWith("jdbc:") && !shared.has(name))) parameters.delete(name);
  return {
    url: `jdbc:postgresql://${place}/${database}${parameters.size > 0 ? `?${parameters}` : ""}`,
    user: user || named.user || undefined,
    password: password || named.password || undefined,
  };
}

function textOf(value: string | Secret | undefined): string {
  return value instanceof Secret ? value.reveal() : (value ?? "");
}
