import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import type { ServerRef } from "../../agent/runtime/runtime.ts";
import { isPull } from "../../practice/github/state.ts";
import { cleanEverything } from "../support/clean-everything.ts";
import { cloneDatabaseUrl } from "../support/clone-database.ts";
import { getPage } from "../support/get-page.ts";
import { type OwnRepository, ownRepository } from "../support/own-repository.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { queryUrl } from "../support/practice-company.ts";
import { stageOutput, stageStatuses } from "../support/run-result.ts";
import { dockerView } from "../support/runtime-view.ts";
import type { CommandResult } from "../support/slipway.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

/** Teams that begin with `slipway init`: nothing of their slipway.json is written by hand. */
const teams = [
  {
    name: "bakery",
    what: "an app in TypeScript at the root, with knex, an .env.example and checks that its image cannot run",
    config: "slipway.json",
    shipsItsConfig: true,
    checks: ["tests"],
    applied: ["20261120100000_pickup_time.ts"],
    line: /\d\d \w+ at 08:30: [\w ]+ for ([\w' .-]+)</g,
    personal:
      "SELECT (SELECT count(*) FROM customers WHERE email LIKE '%@bakery.example' OR name LIKE '%Bakerfriend%') AS left",
    known: /Bakerfriend/,
  },
  {
    name: "ferries",
    what: "an app below the root of a monorepo, built from the root, with dbmate",
    config: "apps/web/slipway.json",
    checks: ["tests"],
    applied: ["20261121080000"],
    line: /\d\d \w+: ([\w' .-]+), deck [AB], \d+ €/g,
    personal:
      "SELECT (SELECT count(*) FROM passengers WHERE email LIKE '%@ferries.example' OR full_name LIKE '%Seafarer%') AS left",
    known: /Seafarer/,
  },
  {
    name: "library",
    what: "an app with pnpm, drizzle, a service in its compose file, its database in parts and its linter in a stage of its own",
    config: "slipway.json",
    checks: ["tests", "lint"],
    applied: ["1795780242009"],
    line: /The Tale of \d+: ([\w' .-]+), until [\d-]+, renewed 0 times/g,
    service: /<p>Open until six<\/p>/,
    personal:
      "SELECT (SELECT count(*) FROM readers WHERE email LIKE '%@library.example' OR name LIKE '%Bookworm%') AS left",
    known: /Bookworm/,
  },
];

let home: SlipwayHome;
let server: TestPostgres;

beforeAll(async () => {
  // What the bakery's .env.example calls a secret is asked of whoever ships.
  const settings = { SLIPWAY_RUNTIME: "docker", SESSION_SECRET: "a-secret-of-the-preview" };
  [home, server] = await Promise.all([slipwayHome(settings), startPostgres()]);
});

afterAll(async () => {
  await home?.remove();
  await server?.stop();
});

describe.each(teams)(
  "$name: $what",
  ({ name, config, shipsItsConfig = false, checks, applied, line, service = /^/, personal, known }) => {
    const tags = ["docker", "postgres", "git"];
    let team: OwnRepository;
    let begun: CommandResult;
    let first: CommandResult | undefined;
    let shipped: CommandResult;
    const inTeam = (args: readonly string[]) =>
      team.slipway(config === "slipway.json" ? args : [...args, "--config", config]);

    beforeAll(async () => {
      team = await ownRepository({ home, server, name, ticket: "Show more of it" });
      begun = await inTeam(["init", "--source", "LIVE_DATABASE_URL"]);
      await team.commitOn("use-slipway", "Use Slipway");
      if (shipsItsConfig) first = await inTeam(["ship"]);
      await team.mergeThere();
      await inTeam(["start", "1"]);
      await team.applyChange();
      shipped = await inTeam(["ship"]);
    });

    afterAll(async () => {
      await cleanEverything(inTeam);
      await team.stop();
    });

    test("init asks for nothing that it could have found out", { tags }, async () => {
      expect([begun.exitCode, begun.last.found]).toMatchObject([0, { checks, masks: 3 }]);
      const text = await readFile(join(team.directory, config), "utf8");
      expect(parseConfig(text, config).checks?.map((check) => check.name)).toEqual(checks);
    });

    if (shipsItsConfig) {
      test("slipway.json itself is the first change, as init says", { tags }, async () => {
        expect(Object.values(stageStatuses(first as CommandResult))).toEqual(Array(7).fill("succeeded"));
        expect(stageOutput(first as CommandResult, "migrate")).toMatchObject({ applied: [] });
        const [pull] = team.records().issues.filter(isPull);
        expect(pull?.pull.head).toBe("use-slipway");
      });
    }

    test("ships, migrated by its own tool", { tags }, () => {
      expect(Object.values(stageStatuses(shipped))).toEqual(Array(7).fill("succeeded"));
      expect(stageOutput(shipped, "migrate")).toMatchObject({ applied });
      expect(stageOutput(shipped, "check")).toMatchObject({
        results: checks.map((check) => ({ name: check, passed: true })),
      });
    });

    test("answers with what is new, for people who do not exist", { tags }, async () => {
      const { status, text } = await getPage(String(shipped.last.previewUrl));
      expect(status).toBe(200);
      expect([...text.matchAll(line)].length).toBeGreaterThan(20);
      expect(text).not.toMatch(known);
      expect(text).toMatch(service);
      const { mark } = stageOutput<{ mark: string }>(shipped, "migrate");
      const { server: clone } = stageOutput<{ server: ServerRef }>(shipped, "clone");
      const url = await cloneDatabaseUrl(dockerView, home, { server: clone, mark });
      expect(await queryUrl(url, personal)).toEqual([{ left: "0" }]);
    });

    test("is proposed", { tags }, async () => {
      const pull = team.records().issues.filter(isPull).at(-1);
      expect(pull).toMatchObject({ title: "Show more of it", state: "open", pull: { base: "main" } });
      const comments = team.records().comments.filter(({ issue }) => issue === pull?.number);
      expect(comments.map(({ body }) => body.includes(String(shipped.last.previewUrl)))).toEqual([true]);
    });
  },
);
