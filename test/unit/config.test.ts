import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../agent/config/json-schema.ts";
import { nearest } from "../../agent/config/nearest.ts";
import { checkConfig, defaultConfig, parseConfig } from "../../agent/config/parse-config.ts";
import { durationMs, sizeBytes } from "../../agent/config/quantities.ts";

/** The example of DESIGN §4.1, completed where it leaves something out. */
const example = `{
  "$schema": "./slipway.schema.json", // for editors
  "app": { "build": { "dockerfile": "Dockerfile", "context": ".", "target": "run", "args": {}, "secrets": { "npmrc": { "env": "NPMRC" } }, "platform": "linux/amd64" },
           "port": 3000, "health": "/healthz", "pages": ["/", "/orders"], "database": ["DATABASE_URL"], "memory": "512m",
           "env": { "NODE_ENV": "production", "BASE_URL": "\${preview.url}" }, "processes": { "web": "npm start", "worker": { "run": "npm run worker", "preview": false } } },
  "services": { "redis": { "image": "redis:7" } },
  "source": { "url": { "env": "PRODUCTION_DATABASE_URL" }, "ssl": { "mode": "verify-full", "ca": "ca.pem" }, "tunnel": { "ssh": "bastion" }, "schemas": ["public"] },
  "subset": { "curve": { "10": 3, "1000000": 10000 }, "seed": 42,
              "tables": { "plans": "all", "audit_log": 0, "orders": { "rows": 5000, "where": "total > 0", "include": "id in (1, 2)" } },
              "links": [ { "from": "events.subject_id", "to": "users.id", "when": "subject_type = 'User'" } ] },
  "mask": { "users.email": "email", "users.name": "fullName", "users.password_hash": { "set": "x" }, "users.role": "keep", "users": { "keepRows": "email like '%@acme.com'" } },
  "snapshot": { "baseImage": "postgres:17", "maxAge": "24h", "quota": "10g", "spare": false },
  "migrations": { "command": "npm run migrate", "directory": "migrations", "ledger": "schema_migrations" },
  "checks": [ { "name": "tests", "run": "npm test", "fast": true, "target": "build-stage", "database": "clone" }, { "name": "lint", "run": "npm run lint", "database": "none" } ],
  "preview": { "share": "ngrok http $PORT", "login": "ada / lovelace", "port": 4100 },
  "forge": { "remote": "origin", "base": "main", "starterLabel": "good first issue" },
  "target": { "docker": { "host": "ssh://deploy@host", "domain": "shop.example.com", "database": { "env": "PRODUCTION_ADMIN_URL" }, "backup": "dump" } },
  "budget": "10m",
}`;

/** The mistakes of a text as `line:column key: message [nearest]`. */
function mistakesOf(text: string): string[] {
  return checkConfig(text).mistakes.map(
    ({ line, column, key, message, nearest: meant }) =>
      `${line}:${column} ${key}: ${message}${meant ? ` [${meant}]` : ""}`,
  );
}

describe("a configuration without mistakes", () => {
  it("may be the whole example of the design", () => {
    const config = parseConfig(example, "slipway.json");
    expect(config.app.processes).toEqual({
      web: { run: "npm start", preview: true },
      worker: { run: "npm run worker", preview: false },
    });
    expect(config.checks?.[1]).toEqual({ name: "lint", run: "npm run lint", fast: false, database: "none" });
    expect(config.target?.docker).toMatchObject({ backup: "dump", env: {} });
  });

  it("has every default when it is empty", () => {
    const config = defaultConfig();
    expect(config).toEqual(parseConfig("{ /* nothing */ }", "slipway.json"));
    expect(config).toMatchObject({
      app: { build: { args: {}, secrets: {} }, pages: ["/"], memory: "512m", env: {}, processes: {} },
      subset: { curve: { "10": 3, "1000000": 10000 }, seed: 42, tables: {}, links: [] },
      mask: {},
      snapshot: { maxAge: "24h", quota: "10g", spare: true },
      forge: { remote: "origin", base: "main", starterLabel: "good first issue", token: { env: "GITHUB_TOKEN" } },
      budget: "10m",
    });
    expect(config.source ?? config.target ?? config.checks).toBeUndefined();
  });

  it("takes a target of the process kind", () => {
    const text = '{"target": {"process": {"port": 8080, "database": {"command": "cat url"}, "env": {"A": "b"}}}}';
    expect(parseConfig(text, "x").target?.process).toMatchObject({ port: 8080, database: { command: "cat url" } });
  });
});

describe("mistakes", () => {
  it("are all listed in one Problem, each with file, line, column, key and the nearest key", () => {
    const text = '{\n  "app": {\n    "prot": 3000,\n    "health": "up"\n  },\n  "chekcs": []\n}';
    const problem = (() => {
      try {
        return parseConfig(text, "apps/web/slipway.json");
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toMatchObject({ code: "config-invalid", usage: true, where: "apps/web/slipway.json" });
    expect(String(problem)).toContain('apps/web/slipway.json:3:5 app.prot: unknown key; did you mean "port"?');
    expect(String(problem)).toContain('apps/web/slipway.json:4:5 app.health: expected a path that begins with "/"');
    expect(String(problem)).toContain('apps/web/slipway.json:6:3 chekcs: unknown key; did you mean "checks"?');
    expect(String(problem)).toContain("3 mistakes");
  });

  it.each([
    ["a wrong type", '{"app": {"port": "3000"}}', "1:10 app.port: expected a number, found text"],
    ["a port that cannot be", '{"app": {"port": 99999}}', "1:10 app.port: must be at most 65535"],
    ["null", '{"app": null}', "1:2 app: expected an object, found null"],
    ["a missing key", '{"checks": [{"name": "a"}]}', "1:13 checks[0].run: is missing"],
    ["an empty command", '{"checks": [{"name": "a", "run": ""}]}', "1:27 checks[0].run: must not be empty"],
    ["a key that stands twice", '{"app": {}, "app": {"x": 1}}', "1:13 app: stands here a second time"],
    ["a duration", '{"budget": "10 min"}', '1:2 budget: expected a duration such as "90s", "10m" or "24h"'],
    ["memory", '{"app": {"memory": "lots"}}', '1:10 app.memory: expected a size such as "512m" or "10g"'],
    ["a value's spelling", '{"app": {"env": {"A": {"evn": "B"}}}}', "1:24 app.env.A.evn: unknown key [env]"],
    [
      "a value's type",
      '{"app": {"env": {"A": 1}}}',
      '1:18 app.env.A: expected text, {"env": "NAME"} or {"command": "…"}',
    ],
    [
      "a choice",
      '{"checks": [{"name": "a", "run": "b", "database": "cloned"}]}',
      '1:39 checks[0].database: expected "clone", "none" [clone]',
    ],
    [
      "a rule's setting",
      '{"mask": {"a.b": {"rule": "date", "days": 3, "dys": 3}}}',
      '1:46 mask["a.b"].dys: unknown key [days]',
    ],
    [
      "a rule's share",
      '{"mask": {"a.b": {"rule": "number", "within": 2}}}',
      '1:37 mask["a.b"].within: must be less than 1',
    ],
    [
      "a rule's path",
      '{"mask": {"a.b": {"rule": "json", "paths": {"a b": "text"}}}}',
      '1:45 mask["a.b"].paths["a b"]: expected a path such as "$.customer.email"',
    ],
    ["a rule's kind", '{"mask": {"a.b": {"rule": "dat", "days": 3}}}', '1:19 mask["a.b"].rule: expected "date" [date]'],
    [
      "a way out",
      '{"app": {"build": {"context": "../x"}}}',
      "1:20 app.build.context: expected a path inside the repository, relative and with forward slashes",
    ],
    [
      "two names alike",
      '{"checks": [{"name": "a", "run": "b"}, {"name": "a", "run": "c"}]}',
      '1:41 checks[1].name: another check has the name "a"',
    ],
    [
      "one point",
      '{"subset": {"curve": {"10": 3}}}',
      '1:13 subset.curve: needs at least two points, such as {"10": 3, "1000000": 10000}',
    ],
    [
      "a falling curve",
      '{"subset": {"curve": {"10": 5, "100": 3}}}',
      "1:32 subset.curve.100: keeps fewer rows than the point 10",
    ],
    [
      "a curve that adds",
      '{"subset": {"curve": {"10": 11, "100": 50}}}',
      "1:23 subset.curve.10: keeps more rows (11) than there are (10)",
    ],
    [
      "a mask on a table",
      '{"mask": {"users": "email"}}',
      "1:11 mask.users: a rule is for a column: write `table.column`",
    ],
    [
      "kept rows of a column",
      '{"mask": {"a.b.c": {"keepRows": "x"}}}',
      '1:11 mask["a.b.c"]: keepRows is for a table: write `table`',
    ],
    ["neither url nor image", '{"source": {}}', "1:2 source: needs either `url` or `image`"],
    [
      "two targets",
      '{"target": {"docker": {"database": {"env": "A"}}, "process": {"database": {"env": "A"}}}}',
      "1:2 target: needs exactly one of `docker` and `process`",
    ],
    [
      "a password",
      '{"source": {"url": "postgres://a:b@h/d"}}',
      '1:13 source.url: holds a password: secrets are never in the file, write {"env": "NAME"} instead',
    ],
    [
      "a token",
      '{"forge": {"token": "ghp_x"}}',
      '1:12 forge.token: expected {"env": "NAME"} or {"command": "…"}: secrets are never in the file',
    ],
    [
      "a missing database",
      '{"target": {"process": {}}}',
      '1:13 target.process.database: is missing: expected a postgres:// URL, {"env": "NAME"} or {"command": "…"}',
    ],
    ["an open brace", '{"app": {', "1:10 : close brace expected"],
    ["no text", "", "1:1 : value expected"],
  ])("name %s", (_, text, mistake) => {
    expect(mistakesOf(text)).toEqual([mistake]);
  });

  it("name a mask rule that does not exist, with the nearest", () => {
    expect(mistakesOf('{"mask": {"users.email": "emial"}}')).toEqual([
      expect.stringMatching(/^1:11 mask\["users\.email"\]: expected "email", .* \[email\]$/),
    ]);
  });

  it("are found in several sections at once, in the order of the file", () => {
    const text = '{"budget": 3, "app": {"port": 0}, "subset": {"seed": 1.5}, "nope": 1}';
    expect(mistakesOf(text).map((line) => line.split(" ")[1])).toEqual([
      "budget:",
      "app.port:",
      "subset.seed:",
      "nope:",
    ]);
  });
});

describe("the JSON schema for editors", () => {
  it("is current: node scripts/config-schema.ts writes it", async () => {
    const file = await readFile(new URL("../../media/slipway.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
});

describe("the nearest word", () => {
  it.each([
    ["prot", "port"],
    ["databse", "database"],
    ["Port", "port"],
    ["zzz", undefined],
    ["heroku", undefined],
  ])("to %s is %s", (word, expected) => {
    expect(nearest(word, ["port", "database", "docker", "health"])).toBe(expected);
  });
});

describe("quantities", () => {
  it("are read with their units", () => {
    expect([durationMs("90s"), durationMs("1.5h"), durationMs("0m"), durationMs("10")]).toEqual([
      90_000,
      5_400_000,
      undefined,
      undefined,
    ]);
    expect([sizeBytes("512m"), sizeBytes("10GB"), sizeBytes("-1g")]).toEqual([536_870_912, 10_737_418_240, undefined]);
  });
});
