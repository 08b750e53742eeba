import { expect, test } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import { databaseEnvironment } from "../../agent/run/stages/app-environment.ts";
import { missingParts } from "../../agent/run/stages/database-parts.ts";
import { Secret } from "../../agent/secrets/secret.ts";

const database = { host: "10.0.0.2", port: 5432, database: "preview", user: "app", password: new Secret("p@ss:word") };

const config = (env: object, target?: object) =>
  parseConfig(JSON.stringify({ app: { env }, ...(target && { target }) }), "slipway.json");

const env = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholders like this.
  DB_HOST: "${database.host}",
  DB_PASSWORD: "${database.password}",
  SQL_URI:
    "postgresql+psycopg://${database.user}:${database.password}@${database.host}:${database.port}/${database.name}",
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholders like this.
  LOCALE: "en",
};

test("an app gets its database's URL, and the parts that app.env asks for; what holds the password is a secret", () => {
  const given = databaseEnvironment({ databaseVariables: ["DATABASE_URL"] }, config(env), database);
  const shown = Object.entries(given).map(([name, value]) => [
    name,
    value instanceof Secret ? `secret ${value.reveal()}` : value,
  ]);
  expect(Object.fromEntries(shown)).toEqual({
    DATABASE_URL: "secret postgresql://app:p%40ss%3Aword@10.0.0.2:5432/preview",
    DB_HOST: "10.0.0.2",
    DB_PASSWORD: "secret p@ss:word",
    SQL_URI: "secret postgresql+psycopg://app:p%40ss%3Aword@10.0.0.2:5432/preview",
  });
});

test("production is not released to without what stands for its database's parts", () => {
  const target = (given: object) => ({ process: { database: { env: "ADMIN" }, env: given } });
  const all = { DB_HOST: "db.internal", DB_PASSWORD: { env: "DB" }, SQL_URI: { env: "URI" } };
  expect(missingParts(config(env, target(all)))).toEqual([]);
  expect(missingParts(config(env))).toEqual([]);
  expect(missingParts(config(env, target({ DB_HOST: "db.internal" })))).toMatchObject([
    { code: "target-env-incomplete", where: "app.env.DB_PASSWORD, app.env.SQL_URI" },
  ]);
});
