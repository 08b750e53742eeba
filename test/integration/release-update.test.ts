/**
 * @module-tag git
 * @module-tag postgres
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPull } from "../../practice/github/state.ts";
import { approve } from "../support/approve.ts";
import { getPage } from "../support/get-page.ts";
import { statusesOf } from "../support/github-records.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { stageOutput, stageStatuses } from "../support/run-result.ts";
import { shopConfig } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";

let shop: SmallShop;

/** Somebody merges while a change is checked: the next commit of this list becomes main's, each time that checks run. */
const queue = () => join(shop.folder, "queue");

const whole = {
  gate: "succeeded",
  update: "succeeded",
  clone: "succeeded",
  build: "succeeded",
  migrate: "succeeded",
  check: "succeeded",
  preview: "succeeded",
  propose: "succeeded",
  confirm: "succeeded",
  merge: "succeeded",
  deploy: "succeeded",
  verify: "succeeded",
  announce: "succeeded",
};

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" }, { rules: { approvals: 1 } });
  const { bareRepository } = shop.github;
  const base = await shop.change("base", {
    "slipway.json": shopConfig((config) => {
      config.checks = [
        { name: "tests", run: "sh test.sh", fast: true },
        { name: "browsers", run: "echo slow and fine" },
      ] as typeof config.checks;
    }),
    "test.sh": `next=$(head -n 1 ${queue()} 2>/dev/null)
if [ -n "$next" ]; then
  sed -i 1d ${queue()}
  git --git-dir ${bareRepository} update-ref refs/heads/main "$next"
fi
if [ -e left.txt ] && [ -e right.txt ]; then echo "left and right at once"; exit 1; fi
`,
  });
  await base.git("push", "--quiet", bareRepository, "HEAD:refs/heads/main");
});
afterAll(() => shop?.close());

const pullOf = (branch: string) => {
  const found = shop.github
    .state()
    .issues.filter(isPull)
    .find(({ pull }) => pull.head === branch);
  if (!found) throw new Error(`${branch} was not proposed`);
  return found;
};

/** A change that is shipped and approved. */
async function approved(branch: string, files: Readonly<Record<string, string>>): Promise<WorkingCopy> {
  const change = await shop.change(branch, files);
  const shipped = await change.slipway(["ship"]);
  expectDone(shipped);
  const url = new URL(String(shipped.last.pullRequestUrl));
  url.port = String(shop.github.port);
  await approve(url.href, await change.git("rev-parse", "HEAD"));
  return change;
}

/** Commits upon main as it is, one after another; the first may be made main's own. @returns their ids. */
async function others(name: string, commits: readonly Readonly<Record<string, string>>[]): Promise<string[]> {
  const copy = await shop.change(name, {});
  const made: string[] = [];
  for (const files of commits) {
    await copy.commit(files);
    made.push(await copy.git("rev-parse", "HEAD"));
  }
  await copy.git("push", "--quiet", shop.github.bareRepository, `HEAD:refs/heads/${name}`);
  return made;
}

async function moveMain(commit: string): Promise<void> {
  const copy = await shop.change(`mover-${commit.slice(0, 8)}`, {});
  await copy.git("push", "--quiet", shop.github.bareRepository, `${commit}:refs/heads/main`);
}

const remoteTip = async (copy: WorkingCopy, branch: string) =>
  (await copy.git("ls-remote", shop.github.bareRepository, `refs/heads/${branch}`)).split("\t")[0];

test("a branch that is behind is brought up to date and checked again, its approval stays, and it goes live", async () => {
  const change = await approved("behind", { "server.mjs": serverSaying("Behind no more") });
  const shippedHead = await change.git("rev-parse", "HEAD");
  const [other = ""] = await others("with-a-migration", [
    { "migrations/0001_note.sql": "ALTER TABLE orders ADD COLUMN note text;\n" },
  ]);
  await moveMain(other);

  const merged = await change.slipway(["merge"]);
  expectDone(merged);
  expect(stageStatuses(merged)).toEqual(whole);
  expect(stageOutput(merged, "migrate")).toMatchObject({ applied: ["0001_note.sql"] });
  expect(stageOutput(merged, "check")).toMatchObject({ results: [{ name: "tests", passed: true }] });

  const { commit } = stageOutput<{ commit: string }>(merged, "update");
  expect(await change.git("log", "-1", "--format=%P|%s|%an", commit)).toBe(
    `${shippedHead} ${other}|Merge branch 'main' into behind|Robin`,
  );
  const { number, state, pull } = pullOf("behind");
  expect({ state, head: pull.headSha }).toEqual({ state: "closed", head: commit });
  const records = shop.github.state();
  expect(records.reviews.filter((one) => one.pull === number)).toMatchObject([{ state: "APPROVED", sha: shippedHead }]);
  expect(statusesOf(records, commit)).toEqual({
    "slipway/migrations": "success",
    "slipway/tests": "success",
    "slipway/browsers": "success",
    "slipway/preview": "success",
  });
  const carried = records.statuses.find(({ sha, context }) => sha === commit && context === "slipway/browsers");
  expect(carried?.description).toMatch(/^passed in .* s, before main was merged in$/);
  expect(records.comments.find(({ issue }) => issue === number)?.body).toContain(
    `main was merged into ${shippedHead.slice(0, 8)} for the release`,
  );
  // The person's branch came along, and what was checked is what is live.
  expect(await change.git("rev-parse", "HEAD")).toBe(commit);
  expect(await change.git("status", "--porcelain")).toBe("");
  expect((await getPage(String(merged.last.productionUrl))).text).toContain("Behind no more");
  expect(await change.git("rev-parse", `${stageOutput<{ commit: string }>(merged, "merge").commit}^{tree}`)).toBe(
    await change.git("rev-parse", `${commit}^{tree}`),
  );
});

test("a conflict is refused, naming the files, and nothing is pushed", async () => {
  const change = await approved("mine", { "note.txt": "mine\n", "other.txt": "mine\n" });
  const head = await change.git("rev-parse", "HEAD");
  const [theirs = ""] = await others("theirs", [{ "note.txt": "theirs\n", "other.txt": "theirs\n" }]);
  await moveMain(theirs);
  const merged = await change.slipway(["merge"]);
  expect(oneProblem(merged)).toMatchObject({
    what: `#${pullOf("mine").number} conflicts with what main has by now`,
    where: "note.txt, other.txt",
    next: expect.stringContaining("`git merge origin/main`"),
    code: "gate-conflict",
  });
  expect(stageStatuses(merged)).toMatchObject({ gate: "succeeded", update: "failed", clone: "skipped" });
  expect(await remoteTip(change, "mine")).toBe(head);
  expect(await change.git("rev-parse", "HEAD")).toBe(head);
  expect(pullOf("mine")).toMatchObject({ state: "open" });
});

test("what breaks together is found before anything is pushed", async () => {
  const change = await approved("left", { "left.txt": "left\n" });
  const head = await change.git("rev-parse", "HEAD");
  const [right = ""] = await others("right", [{ "right.txt": "right\n" }]);
  await moveMain(right);
  const merged = await change.slipway(["merge"]);
  expect(oneProblem(merged)).toMatchObject({ why: expect.stringContaining("left and right at once") });
  expect(stageStatuses(merged)).toMatchObject({ check: "failed", propose: "skipped", merge: "skipped" });
  expect(await remoteTip(change, "left")).toBe(head);
  expect(pullOf("left")).toMatchObject({ state: "open", pull: { headSha: head } });
});

test("where main moves again meanwhile it goes round again; work in progress is left alone", async () => {
  const change = await approved("overtaken", { "overtaken.txt": "overtaken\n" });
  const head = await change.git("rev-parse", "HEAD");
  await change.write({ "draft.txt": "not yet\n" });
  const [first = "", second = ""] = await others("two", [{ "first.txt": "1\n" }, { "second.txt": "2\n" }]);
  await moveMain(first);
  await writeFile(queue(), `${second}\n`);
  const merged = await change.slipway(["merge"]);
  expectDone(merged);
  expect(stageStatuses(merged)).toEqual(whole);
  const updates = merged.events.flatMap((event) =>
    event.stage === "update" && event.type === "succeeded" ? [event.output as { commit: string; base: object }] : [],
  );
  expect(updates.map(({ base }) => base)).toMatchObject([{ sha: first }, { sha: second }]);
  expect(pullOf("overtaken")).toMatchObject({ state: "closed", pull: { headSha: updates[1]?.commit } });
  expect(await change.git("rev-parse", "HEAD")).toBe(head);
  expect(await change.git("status", "--porcelain")).toBe("?? draft.txt");
});

test("where main never stands still it is given up, and nothing is merged", async () => {
  const change = await approved("late", { "late.txt": "late\n" });
  const commits = await others(
    "busy",
    [0, 1, 2, 3, 4].map((n) => ({ "busy.txt": `${n}\n` })),
  );
  const [first = "", ...rest] = commits;
  await moveMain(first);
  await writeFile(queue(), rest.map((commit) => `${commit}\n`).join(""));
  const merged = await change.slipway(["merge"]);
  expect(oneProblem(merged)).toMatchObject({
    what: `main has moved, and #${pullOf("late").number} lacks what is new`,
    why: expect.stringContaining("faster than this change can be checked"),
    next: "Nothing was merged. Merge again in a minute.",
    code: "gate-behind",
  });
  expect(merged.events.filter(({ stage, type }) => stage === "update" && type === "succeeded")).toHaveLength(4);
  expect(stageStatuses(merged)).toMatchObject({ confirm: "failed", merge: "skipped", deploy: "skipped" });
  expect(await remoteTip(change, "main")).toBe(rest.at(-1));

  expectDone(await change.slipway(["merge"]));
  expect(pullOf("late")).toMatchObject({ state: "closed" });
});

function serverSaying(words: string): string {
  return `import { createServer } from "node:http";
createServer((request, response) => response.end(${JSON.stringify(words)})).listen(Number(process.env.PORT));
`;
}
