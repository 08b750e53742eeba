/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPull } from "../../practice/github/state.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

let shop: SmallShop;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
});
afterAll(() => shop?.close());

const pulls = () => shop.github.state().issues.filter(isPull);

describe("a change that cannot be shipped as it is", () => {
  test("a detached HEAD", async () => {
    const change = await shop.change("detached");
    await change.git("switch", "--quiet", "--detach");
    const head = await change.git("rev-parse", "HEAD");
    const before = await lookAround(shop.home);
    expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
      what: "No branch is checked out",
      where: change.directory,
      why: `HEAD is detached at ${head.slice(0, 10)}, and a change is a branch`,
      next: "Make a branch here with `git switch -c NAME`, or go to one with `git switch NAME`.",
      code: "detached-head",
    });
    expect(await change.git("rev-parse", "HEAD")).toBe(head);
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });

  test("the base branch itself", async () => {
    const change = await shop.change("on-base");
    await change.git("switch", "--quiet", "main");
    const before = await lookAround(shop.home);
    expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
      what: "The branch is main itself",
      code: "on-base-branch",
    });
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });

  test("no remote", async () => {
    const change = await shop.change("alone");
    await change.git("remote", "remove", "origin");
    const before = await lookAround(shop.home);
    expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
      what: "The repository has no remote to push to",
      where: change.directory,
      next: expect.stringContaining("git remote add origin URL"),
      code: "no-remote",
    });
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });

  test("a folder that is no repository", async () => {
    const change = await shop.change("outside");
    const result = await change.slipway(["ship"], { cwd: shop.folder });
    expect(oneProblem(result)).toMatchObject({ what: "The folder is not in a git repository", where: shop.folder });
    expect(result.exitCode).toBe(2);
  });
});

describe("the way to the remote", () => {
  test("a remote that does not answer", async () => {
    const change = await shop.change("unanswered");
    const before = await lookAround(shop.home);
    shop.githubRelay.cut();
    try {
      expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
        what: "The base branch main could not be fetched",
        why: expect.stringContaining("the remote does not answer"),
        code: "remote-unreachable",
      });
    } finally {
      await shop.githubRelay.mend();
    }
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });

  test("a token that is not let in", async () => {
    const change = await shop.change("stranger");
    const token = "ghp_ofastranger0000000000000000000000002";
    const before = await lookAround(shop.home);
    const result = await change.slipway(["ship"], { env: { GITHUB_TOKEN: token } });
    expect(oneProblem(result, [token])).toMatchObject({
      what: "acme/shop cannot be written to",
      why: expect.stringContaining("did not accept the credentials (Bad credentials)"),
      next: expect.stringContaining("GITHUB_TOKEN"),
      code: "forge-unauthorized",
    });
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });
});

test("uncommitted work is neither lost nor left out, and shipped when that is said", async () => {
  const change = await shop.change("half-done");
  await change.write({ "note.txt": "more\n", "new.txt": "new\n" });
  await change.git("add", "new.txt");
  const [head, status] = [await change.git("rev-parse", "HEAD"), await change.git("status", "--porcelain")];
  const before = await lookAround(shop.home);
  const refused = await change.slipway(["ship"]);
  expect(oneProblem(refused)).toMatchObject({
    what: "There is uncommitted work",
    where: "new.txt and 1 more",
    next: 'Commit it, or let Slipway do it: `slipway ship --commit "What it does"`.',
    code: "uncommitted-work",
  });
  expect(refused.exitCode).toBe(2);
  expect([await change.git("rev-parse", "HEAD"), await change.git("status", "--porcelain")]).toEqual([head, status]);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);

  const shipped = await change.slipway(["ship", "--commit", "Say more"]);
  expectDone(shipped);
  expect(await change.git("log", "-1", "--format=%s")).toBe("Say more");
  expect(await change.git("status", "--porcelain")).toBe("");
  expect(pulls().find(({ pull }) => pull.head === "half-done")?.pull.headSha).toBe(
    await change.git("rev-parse", "HEAD"),
  );
  await change.slipway(["preview", "stop", "half-done"]);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
});

test("commits that somebody else pushed to the branch are not overwritten", async () => {
  const change = await shop.change("shared");
  const other = await shop.change("shared-elsewhere", { "other.txt": "theirs\n" });
  await other.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/shared");
  const theirs = await other.git("rev-parse", "HEAD");
  const before = await lookAround(shop.home);
  expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
    what: "The branch shared could not be pushed",
    why: expect.stringContaining("the branch on the remote has commits that are not here"),
    next: "Bring them in with `git pull --rebase`, then ship again.",
    code: "push-behind",
  });
  expect(await other.git("ls-remote", shop.github.bareRepository, "refs/heads/shared")).toContain(theirs);
  expect(pulls().filter(({ pull }) => pull.head === "shared")).toEqual([]);
  await change.slipway(["preview", "stop", "shared"]);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
});

test("a change that conflicts with the base branch is not merged, and is when the advice was followed", async () => {
  const change = await shop.change("behind", { "note.txt": "behind\n" });
  expectDone(await change.slipway(["ship"]));
  const other = await shop.change("ahead", { "note.txt": "ahead\n" });
  await other.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");

  const before = await lookAround(shop.home);
  const refused = oneProblem(await change.slipway(["merge"]));
  expect(refused).toMatchObject({
    where: "note.txt",
    next: expect.stringContaining("`git merge origin/main`"),
    code: "gate-conflict",
  });
  expect(pulls().find(({ pull }) => pull.head === "behind")).toMatchObject({ state: "open", pull: { mergedAt: null } });
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);

  await change.git("merge", "--quiet", "--no-edit", "--strategy-option=ours", "origin/main");
  expectDone(await change.slipway(["ship"]));
  expectDone(await change.slipway(["merge"]));
  expect(pulls().find(({ pull }) => pull.head === "behind")).toMatchObject({ state: "closed" });
});
