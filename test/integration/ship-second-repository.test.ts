import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServerRef } from "../../agent/runtime/runtime.ts";
import { isPull } from "../../practice/github/state.ts";
import type { Census } from "../support/census.ts";
import { cloneDatabaseUrl } from "../support/clone-database.ts";
import { getPage } from "../support/get-page.ts";
import { deploymentsOf, statusesOf } from "../support/github-records.ts";
import { leftBehind, takePicture } from "../support/left-behind.ts";
import { queryUrl } from "../support/practice-company.ts";
import { stageOutput, stageStatuses } from "../support/run-result.ts";
import { dockerView, markedOnDocker, processView } from "../support/runtime-view.ts";
import { type SecondCompany, secondCompany } from "../support/second-repository.ts";
import type { CommandResult } from "../support/slipway.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

describe.each([
  { view: dockerView, tags: ["docker", "postgres", "git"] },
  { view: processView, tags: ["postgres", "git"] },
])("a repository of another kind on $view.runtime", { timeout: 300_000 }, ({ view, tags }) => {
  let before: Census;
  let home: SlipwayHome;
  let company: SecondCompany;
  let shipped: CommandResult;

  beforeAll(async () => {
    before = await takePicture();
    home = await slipwayHome({ SLIPWAY_RUNTIME: view.runtime });
    company = await secondCompany(home);
    shipped = await company.slipway(["ship", "--ticket", "1"]);
  }, 300_000);

  afterAll(async () => {
    await company?.stop();
    await home?.remove();
    expect(await leftBehind(before, { home, repository: markedOnDocker(home, "toolshed-village") })).toEqual([]);
  }, 120_000);

  test("ships from a configuration of its own", { tags }, async () => {
    expect(stageStatuses(shipped)).toEqual({
      preflight: "succeeded",
      clone: "succeeded",
      build: "succeeded",
      migrate: "succeeded",
      check: "succeeded",
      preview: "succeeded",
      propose: "succeeded",
    });
    expect(stageOutput(shipped, "migrate")).toMatchObject({ applied: ["20261123_due_dates.js"] });
    expect(stageOutput(shipped, "check")).toEqual({ results: [] });
  });

  test("answers with the changed page, at the address that it was told", { tags }, async () => {
    const url = String(shipped.last.previewUrl);
    expect(new URL(url).hostname).toBe("due-dates.toolshed-village.localhost");
    const { status, text } = await getPage(url);
    expect(status).toBe(200);
    expect(text.match(/<li>.*?, due back \d\d \w+<\/li>/g)?.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/Neighbour|Surname/);
  });

  test("is proposed on its own GitHub", { tags }, async () => {
    const records = company.records();
    const { commit } = stageOutput<{ commit: string }>(shipped, "preflight");
    const [pull, ...more] = records.issues.filter(isPull);
    expect(more).toEqual([]);
    expect(pull).toMatchObject({ title: "When is it due back?", pull: { headSha: commit, base: "trunk" } });
    expect(records.comments.map(({ issue, body }) => [issue, body.includes(String(shipped.last.previewUrl))])).toEqual([
      [pull?.number, true],
    ]);
    expect(statusesOf(records, commit)).toEqual({ "slipway/migrations": "success", "slipway/preview": "success" });
    expect(deploymentsOf(records, commit)).toMatchObject([{ state: "success", url: shipped.last.previewUrl }]);
  });

  test("has a part of production's rows, masked, whole and with their ledger", { tags }, async () => {
    const server = stageOutput<{ server: ServerRef }>(shipped, "clone").server;
    const { mark } = stageOutput<{ mark: string }>(shipped, "migrate");
    const clone = await cloneDatabaseUrl(view, home, { server, mark });
    const [counts] = await queryUrl<Record<string, string>>(
      clone,
      `SELECT (SELECT count(*) FROM members) AS members, (SELECT count(*) FROM tools) AS tools,
        (SELECT count(*) FROM loans) AS loans, (SELECT count(*) FROM money.fines) AS fines,
        (SELECT count(*) FROM knex_migrations) AS ledger, (SELECT count(*) FROM knex_migrations_lock) AS lock,
        (SELECT count(*) FROM members WHERE email LIKE '%@village.example' OR full_name LIKE 'Neighbour%') AS known,
        (SELECT count(*) FROM money.fines WHERE paid_by IS NOT NULL) AS cards,
        (SELECT count(*) FROM money.fines NATURAL JOIN loans) AS fined`,
    );
    expect(counts).toMatchObject({ tools: "400", ledger: "3", lock: "1", known: "0", cards: "0" });
    expect(counts?.fined).toBe(counts?.fines);
    const { members, loans, fines } = counts ?? {};
    // f(3000), f(9000) and f(2250) of the usual curve are 167, 362 and 136.
    for (const [rows, target] of [
      [members, 167],
      [loans, 362],
      [fines, 136],
    ] as const) {
      expect(Number(rows)).toBeGreaterThanOrEqual(target * 0.9);
      expect(Number(rows)).toBeLessThan(target * 3);
    }
  });

  // Production's database is on this machine: a container could not reach it.
  if (view.runtime !== "process") return;
  test("is released where its own target is", { tags }, async () => {
    const merged = await company.slipway(["merge"]);
    expect(merged).toMatchObject({ exitCode: 0, last: { status: "succeeded" } });
    expect((await getPage(String(merged.last.productionUrl))).text).toMatch(/Surname\d+, due back/);
    const due = "SELECT count(*) AS missing FROM loans WHERE due_on IS NULL";
    expect(await queryUrl(company.productionUrl, due)).toEqual([{ missing: "0" }]);
    expect(await company.git("ls-remote", "origin", "trunk")).toContain(
      stageOutput<{ commit: string }>(merged, "merge").commit,
    );
    expect(company.records().issues.find(({ number }) => number === 1)?.state).toBe("closed");
  });

  test("and its preview and clone go once it is merged, when another change gets a clone", { tags }, async () => {
    const changes = async () => (await company.slipway(["clone", "list"])).lines.map(({ change }) => change);
    expect(await changes()).toEqual(["due-dates"]);
    await company.git("switch", "--quiet", "--create", "next");
    const next = await company.slipway(["clone", "start"]);
    expect(next.last).toMatchObject({ change: "next" });
    expect(await changes()).toEqual(["next"]);
    await expect(getPage(String(shipped.last.previewUrl))).rejects.toThrow();
  });
});
