import type { Config } from "../../config/schema/config.ts";
import type { Value } from "../../config/schema/value.ts";
import type { Connection } from "../../database/connection.ts";
import { Problem } from "../../problem.ts";
import { Secret } from "../../secrets/secret.ts";

const placeholder = /\$\{database\.(host|port|name|user|password)\}/g;

/** Whether a value of `app.env` is made of a database's parts: `${database.host}` and the like. */
export function namesDatabase(value: Value): value is string {
  return typeof value === "string" && value.search(placeholder) >= 0;
}

/** Those variables of `app.env`, filled in. In an address the password is written as addresses write it. */
export function databaseParts(env: Config["app"]["env"], database: Connection): Record<string, string | Secret> {
  const { host, port, user, password } = database;
  const parts: Readonly<Record<string, string>> = {
    host,
    port: String(port),
    name: database.database,
    user,
    password: password?.reveal() ?? "",
  };
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (!namesDatabase(value)) return [];
      const write = value.includes("://") ? encodeURIComponent : (text: string) => text;
      const filled = value.replaceAll(placeholder, (_, part: string) => write(parts[part] ?? ""));
      // A host alone is no secret: taken for one it would be struck out of every log.
      return [[name, value.includes("database.password") ? new Secret(filled) : filled]];
    }),
  );
}

/** What production's app would lack: there nobody but `target` knows how its database is reached. */
export function missingParts({ app, target }: Config): Problem[] {
  const given = target?.docker?.env ?? target?.process?.env ?? {};
  const missing = Object.entries(app.env).flatMap(([name, value]) =>
    namesDatabase(value) && given[name] === undefined ? [name] : [],
  );
  if (!target || missing.length === 0) return [];
  return [
    new Problem({
      what: "Production's app would not know its database",
      where: missing.map((name) => `app.env.${name}`).join(", "),
      why: "in production a placeholder of the database stands for nothing",
      next: `Give ${missing.join(", ")} in \`env\` of the target too, as the app reaches its database there.`,
      code: "target-env-incomplete",
      usage: true,
    }),
  ];
}
