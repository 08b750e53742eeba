import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { repositorySlug } from "../../../agent/repository/slug.ts";
import type { Release } from "../../../agent/target/target.ts";
import { isPull } from "../../../practice/github/state.ts";
import { getPage } from "../get-page.ts";
import { deploymentsOf, gitHubRecords } from "../github-records.ts";
import { queryUrl } from "../practice-company.ts";
import type { Journey } from "../practice-journey.ts";
import { stageOutput, stageStatuses } from "../run-result.ts";
import type { CommandResult } from "../slipway.ts";
import { type SteadyResult, steadyRequests } from "../steady-requests.ts";

const addition = "Delivered in";
const perSecond = 50;

/** What a release run of the shipped change does to production. */
export function describeRelease({ view, shop, shipped }: Journey): void {
  const records = () => gitHubRecords(join(shop().home.places.state, "practice", "github"));
  const repo = () => repositorySlug(shop().company.repository);
  const releases = () =>
    JSON.parse(readFileSync(join(shop().home.places.state, "targets", repo(), "releases.json"), "utf8")) as Release[];
  let merged: CommandResult;
  let seen: SteadyResult;

  describe("the release of the fix", () => {
    beforeAll(async () => {
      const visitors = steadyRequests(shop().productionUrl, perSecond);
      await visitors.answered(perSecond);
      merged = await shop().slipway(["merge"]);
      await visitors.answered(perSecond);
      seen = await visitors.stop();
    });

    test("succeeds in every stage", () => {
      expect(stageStatuses(merged)).toEqual({
        gate: "succeeded",
        merge: "succeeded",
        deploy: "succeeded",
        verify: "succeeded",
        announce: "succeeded",
      });
      expect(merged).toMatchObject({ exitCode: 0, last: { status: "succeeded", productionUrl: shop().productionUrl } });
    });

    test("is noticed by no visitor, except that the page is the new one from the switch on", () => {
      expect(seen.failures).toEqual([]);
      const isNew = seen.bodies.map((body) => body.includes(addition));
      const firstNew = isNew.indexOf(true);
      expect(firstNew).toBeGreaterThan(perSecond);
      // Those that were under way at the switch may have met either.
      expect(isNew.slice(firstNew + perSecond)).not.toContain(false);
    });

    test("deploys the very build that was previewed", () => {
      const { artifact } = stageOutput<{ artifact: Release["artifact"] }>(shipped(), "build");
      const { commit } = stageOutput<{ commit: string }>(merged, "merge");
      expect(releases()[0]).toMatchObject({ artifact, commit, url: shop().productionUrl });
    });

    test("keeps the database as it was before the migration", async () => {
      const { backup = "" } = stageOutput<{ backup?: string }>(merged, "deploy");
      const columns = await backedUp(backup, shop().company.productionDatabaseUrl);
      expect(columns).toContain("products");
      const now = "SELECT count(*) AS rows FROM products WHERE delivery_days IS NOT NULL";
      const [{ rows } = { rows: "0" }] = await queryUrl<{ rows: string }>(shop().company.productionDatabaseUrl, now);
      expect(Number(rows)).toBeGreaterThan(100);
    });

    test("merges the pull request, closes the ticket and tells its reporter", async () => {
      const { issues, comments } = records();
      const { commit } = stageOutput<{ commit: string }>(merged, "merge");
      expect(issues.find(isPull)).toMatchObject({ state: "closed", pull: { mergeCommitSha: commit } });
      const ticket = issues.find(({ number }) => number === shop().company.ticket);
      expect(ticket?.state).toBe("closed");
      const told = comments.filter(({ issue }) => issue === ticket?.number);
      expect(told.map(({ body }) => body)).toEqual([
        expect.stringMatching(new RegExp(`@${ticket?.author}, this is live now: ${shop().productionUrl} `)),
      ]);
      expect(deploymentsOf(records(), commit)).toEqual([
        { environment: "production", state: "success", url: shop().productionUrl },
      ]);
      expect(await shop().git("ls-remote", "origin", "main")).toContain(commit);
    });

    test("keeps the version before, and no cleaning takes away what is live", async () => {
      const [live, before] = releases();
      const { last, exitCode } = await shop().slipway(["clean", "--all"]);
      expect([last.kind, exitCode, last.why]).toEqual(["clean", 0, undefined]);
      const kept = (last.kept as string[]).join("\n");
      for (const release of [live, before]) expect(kept).toContain(`release-${release?.commit.slice(0, 8)}`);
      for (const release of [live, before]) expect(kept).toContain(release?.artifact.name);
      expect(await view.builds(shop().home, repo())).toHaveLength(2);
      expect((await getPage(`${shop().productionUrl}/healthz`)).status).toBe(200);
    });
  });

  // On the process runtime rollback.test.ts has it.
  if (view.runtime !== "docker") return;
  describe("the way back", () => {
    const page = async () => (await getPage(shop().productionUrl)).text;
    const columns = () =>
      queryUrl(
        shop().company.productionDatabaseUrl,
        "SELECT count(*)::int AS found FROM information_schema.columns WHERE column_name = 'delivery_days'",
      );

    test("takes production back as it was, code and database", async () => {
      const went = await shop().slipway(["rollback", "--database", "restore", "--yes"]);
      expect(stageStatuses(went)).toEqual({
        choose: "succeeded",
        database: "succeeded",
        switch: "succeeded",
        verify: "succeeded",
        announce: "succeeded",
      });
      expect(await page()).not.toContain(addition);
      expect(await columns()).toEqual([{ found: 0 }]);
    });

    test("leads forward again", async () => {
      const went = await shop().slipway(["rollback", "2", "--yes"]);
      expect(went).toMatchObject({ exitCode: 0, last: { status: "succeeded", productionUrl: shop().productionUrl } });
      expect(await page()).toContain(addition);
      expect(await columns()).toEqual([{ found: 1 }]);
    });
  });
}

/** The tables whose rows a backup holds: of a dump's file as PostgreSQL's own program lists it, or of a kept database. */
async function backedUp(backup: string, productionUrl: string): Promise<string[]> {
  const database = /^database (.*)$/.exec(backup)?.[1];
  if (database === undefined) {
    const { stdout } = await execa("pg_restore", ["--list", backup]);
    return [...stdout.matchAll(/ TABLE DATA public (\S+) /g)].map(([, name = ""]) => name);
  }
  const url = new URL(productionUrl);
  url.pathname = database;
  const rows = await queryUrl<{ relname: string }>(
    url.href,
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples <> 0",
  );
  return rows.map(({ relname }) => relname);
}
