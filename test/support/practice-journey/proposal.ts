import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositorySlug } from "../../../agent/repository/slug.ts";
import type { ServerRef } from "../../../agent/runtime/runtime.ts";
import { isPull, type State } from "../../../practice/github/state.ts";
import { cloneDatabaseUrl } from "../clone-database.ts";
import { getPage } from "../get-page.ts";
import { deploymentsOf, gitHubRecords, statusesOf } from "../github-records.ts";
import { queryUrl } from "../practice-company.ts";
import type { Journey } from "../practice-journey.ts";
import { stageOutput, stageStatuses, success } from "../run-result.ts";

const addition = "Delivered in";
const wholeShip = { preflight: "succeeded", clone: "succeeded", build: "succeeded", migrate: "succeeded" };
export const allSucceeded = { ...wholeShip, check: "succeeded", preview: "succeeded", propose: "succeeded" };

/** What a ship run of a good change leaves for others to see. */
export function describeProposal({ view, shop, shipped }: Journey): void {
  const records = () => gitHubRecords(join(shop().home.places.state, "practice", "github"));
  const commit = () => stageOutput<{ commit: string }>(shipped(), "preflight").commit;
  const repo = () => repositorySlug(shop().company.repository);

  describe("the fix of the starter ticket", () => {
    test("ships: every stage succeeds, its migration has run", () => {
      expect(shipped().stderr).not.toContain("Problem");
      expect(stageStatuses(shipped())).toEqual(allSucceeded);
      expect(shipped()).toMatchObject({ exitCode: 0, last: { kind: "run", status: "succeeded" } });
      expect(stageOutput(shipped(), "migrate")).toMatchObject({ applied: ["1795392000000_add-delivery-days"] });
    });

    test("is looked at under the preview's name and by number", async () => {
      const { url, localUrl } = stageOutput<{ url: string; localUrl: string }>(shipped(), "preview");
      expect(new URL(url).hostname).toBe(`1-show-how-long-delivery-takes.${repo()}.localhost`);
      expect(localUrl).toBe(`http://127.0.0.1:${new URL(url).port}`);
      expect(shipped().last.previewUrl).toBe(url);
      for (const address of [url, localUrl]) {
        const { status, text } = await getPage(address);
        expect([address, status, text.includes(addition)]).toEqual([address, 200, true]);
      }
      expect((await getPage(shop().productionUrl)).text).not.toContain(addition);
    });

    test("is one pull request with one comment that has the link and says who can open it", async () => {
      const { issues, comments } = records();
      const pulls = issues.filter(isPull);
      expect(pulls).toMatchObject([{ state: "open", pull: { headSha: commit(), base: "main" } }]);
      expect(pulls[0]?.body).toContain(`Fixes #${shop().company.ticket}`);
      const { webUrl, repository } = shop().company;
      expect(shipped().last.pullRequestUrl).toBe(`${webUrl}/${repository}/pull/${pulls[0]?.number}`);
      const [comment, ...more] = comments.filter(({ issue }) => issue === pulls[0]?.number);
      expect(more).toEqual([]);
      expect(comment?.body).toContain(`](${shipped().last.previewUrl})`);
      expect(comment?.body).toContain("opens on the machine of the author only");
      expect(await shop().git("ls-remote", "origin", pulls[0]?.pull.head ?? "")).toContain(commit());
    });

    test("is green, and deployed to its preview", () => {
      expect(statusesOf(records(), commit())).toEqual({
        "slipway/migrations": "success",
        "slipway/tests": "success",
        "slipway/lint": "success",
        "slipway/preview": "success",
      });
      const number = records().issues.find(isPull)?.number;
      expect(deploymentsOf(records(), commit())).toEqual([
        { environment: `preview/pr-${number}`, state: "success", url: shipped().last.previewUrl },
      ]);
    });

    test("shipped once more is built, checked and said once only", async () => {
      const { home } = shop();
      const made = async () => [...(await view.builds(home, repo())), ...(await view.snapshots(home, repo()))];
      const before = { made: await made(), said: said(records()) };
      const again = await shop().slipway(["ship"]);
      expect(stageStatuses(again)).toEqual(allSucceeded);
      for (const stage of ["migrate", "check", "preview"])
        expect(success(again, stage)).toMatchObject({ reused: true });
      for (const stage of ["clone", "build"]) expect(stageOutput(again, stage)).toMatchObject({ reused: true });
      expect(again.last).toMatchObject({
        previewUrl: shipped().last.previewUrl,
        pullRequestUrl: shipped().last.pullRequestUrl,
      });
      expect(await made()).toEqual(before.made);
      expect(said(records())).toEqual(before.said);
    });

    test("runs on rows of production of which no mail address is a person's, all references whole", async () => {
      const server = stageOutput<{ server: ServerRef }>(shipped(), "clone").server;
      const { mark } = stageOutput<{ mark: string }>(shipped(), "migrate");
      const clone = await cloneDatabaseUrl(view, shop().home, { server, mark });

      const masked = await mailAddresses(clone);
      expect(masked.length).toBeGreaterThan(1000);
      const production = shop().company.productionDatabaseUrl;
      const list = masked.map((one) => `'${one.replaceAll("'", "''")}'`).join(", ");
      const people = "SELECT lower(email) AS email FROM customers UNION SELECT lower(email) FROM staff";
      expect(await queryUrl(production, `SELECT email FROM (${people}) p WHERE email IN (${list})`)).toEqual([]);
      expect(await orphans(clone)).toEqual([]);
    });
  });
}

/** What people see of the records, but for the times at which a deployment's state was confirmed. */
function said({ issues, comments, reactions, statuses, deployments }: State) {
  return { issues, comments, reactions, statuses, deployments: deployments.map(({ updatedAt: _, ...one }) => one) };
}

/** Everything in any text of a database that looks like a mail address, in lower case. */
async function mailAddresses(url: string): Promise<string[]> {
  const columns = await queryUrl<{ read: string }>(
    url,
    `SELECT format('SELECT lower((regexp_matches(%I, ''[^\\s<>()]+@[^\\s<>()]+'', ''g''))[1]) AS mail FROM %I', column_name, table_name) AS read
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying')`,
  );
  expect(columns.length).toBeGreaterThan(15);
  const found = await queryUrl<{ mail: string }>(url, columns.map(({ read }) => read).join(" UNION "));
  return found.map(({ mail }) => mail);
}

/** Foreign keys with rows that refer to nothing. */
async function orphans(url: string): Promise<unknown[]> {
  const keys = await queryUrl<{ count: string }>(
    url,
    `SELECT format('SELECT %L AS key, count(*) AS rows FROM %s c LEFT JOIN %s p ON c.%I = p.%I WHERE c.%I IS NOT NULL AND p.%I IS NULL',
       conname, conrelid::regclass, confrelid::regclass, a.attname, f.attname, a.attname, f.attname) AS count
     FROM pg_constraint
     JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
     JOIN pg_attribute f ON f.attrelid = confrelid AND f.attnum = confkey[1]
     WHERE contype = 'f'`,
  );
  expect(keys.length).toBeGreaterThan(8);
  const counted = await queryUrl<{ key: string; rows: string }>(
    url,
    keys.map(({ count }) => count).join(" UNION ALL "),
  );
  return counted.filter(({ rows }) => rows !== "0");
}
