import { describe, expect, it } from "vitest";
import { toolEnvironment } from "../../agent/migrations/tool-environment.ts";
import { Secret } from "../../agent/secrets/secret.ts";

const flyway = { framework: "flyway", command: "flyway migrate" } as const;

/** What a tool is given, its secrets marked as such. */
function given(app: Record<string, string | Secret>, migrations: Parameters<typeof toolEnvironment>[0] = flyway) {
  const environment = toolEnvironment(migrations, ["DATABASE_URL"], app);
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value instanceof Secret ? `secret ${value.reveal()}` : value,
    ]),
  );
}

describe("Flyway", () => {
  it.each([
    ["postgres://app:p%40ss@db:5432/shop", "jdbc:postgresql://db:5432/shop"],
    [
      "postgresql+psycopg://app:p%40ss@db/shop?schema=public&sslmode=require",
      "jdbc:postgresql://db/shop?sslmode=require",
    ],
    ["jdbc:postgresql://db/shop?user=app&password=p%40ss&ssl=true", "jdbc:postgresql://db/shop?ssl=true"],
  ])("takes the database %s as JDBC says it", (url, expected) => {
    const all = { FLYWAY_URL: expected, FLYWAY_USER: "app", FLYWAY_PASSWORD: "secret p@ss" };
    expect(given({ DATABASE_URL: new Secret(url) })).toEqual(all);
    expect(given({ SPRING_DATASOURCE_URL: url })).toEqual(url.startsWith("jdbc:") ? all : {});
  });

  it("takes user and password from beside a JDBC URL", () => {
    const beside = { SPRING_DATASOURCE_USERNAME: "app", SPRING_DATASOURCE_PASSWORD: new Secret("word") };
    expect(given({ SPRING_DATASOURCE_URL: "jdbc:postgresql://db/shop", ...beside })).toEqual({
      FLYWAY_URL: "jdbc:postgresql://db/shop",
      FLYWAY_USER: "app",
      FLYWAY_PASSWORD: "secret word",
    });
  });

  it("keeps what the app's environment says of it", () => {
    const DATABASE_URL = "postgres://app:word@db/shop";
    expect(given({ DATABASE_URL, FLYWAY_URL: "jdbc:postgresql://other/shop" })).toEqual({});
    expect(given({ DATABASE_URL, FLYWAY_USER: "admin", FLYWAY_PASSWORD: new Secret("other") })).toEqual({
      FLYWAY_URL: "jdbc:postgresql://db/shop",
    });
  });

  it("is known by its files or by the command that calls it", () => {
    const app = { DATABASE_URL: "postgres://db/shop" };
    const url = { FLYWAY_URL: "jdbc:postgresql://db/shop" };
    expect(given(app, { framework: "flyway", command: "./migrate.sh" })).toEqual(url);
    expect(given(app, { framework: "command", command: "./mvnw flyway:migrate" })).toEqual(url);
    expect(given(app, { framework: "knex", command: "npm run migrate" })).toEqual({});
  });
});
