/** @module-tag git */
import { describe, expect, test } from "vitest";
import { Outdated } from "../../agent/run/outdated.ts";
import { releaseSetting } from "../support/release-setting.ts";

test("a pull request that goes into another branch than the base is refused, merged or not", async () => {
  const { ship, forge, gate } = await releaseSetting();
  await ship("parent");
  const stacked = await ship("stacked", "parent");
  const refusal = {
    what: `#${stacked.number} goes into parent, not into main`,
    where: stacked.url,
    code: "gate-other-base",
  };
  await expect(gate({ pullRequest: stacked.number })).rejects.toMatchObject(refusal);
  await forge.merge(stacked.number, { sha: stacked.head.sha });
  await expect(gate({ pullRequest: stacked.number })).rejects.toMatchObject(refusal);
});

describe("a pull request that is merged already", () => {
  test("goes on where its merge commit is the base's tip", async () => {
    const { ship, forge, gate, merge } = await releaseSetting();
    const { number, head } = await ship("first");
    const { sha } = await forge.merge(number, { sha: head.sha });
    const facts = await gate({ pullRequest: number });
    expect(await merge(facts)).toEqual({ commit: sha });
  });

  test("goes on where it is newer than what is live, and is refused where it is older", async () => {
    const { ship, forge, gate, git, goLive } = await releaseSetting();
    const before = await git("rev-parse", "origin/main");
    const [first, second] = [await ship("first"), await ship("second")];
    const older = await forge.merge(first.number, { sha: first.head.sha });
    const newer = await forge.merge(second.number, { sha: second.head.sha });

    goLive(before);
    expect(await gate({ pullRequest: first.number })).toMatchObject({ pullRequest: { merged: true } });
    goLive(older.sha);
    expect(await gate({ pullRequest: first.number })).toMatchObject({ pullRequest: { merged: true } });
    goLive(newer.sha);
    await expect(gate({ pullRequest: first.number })).rejects.toMatchObject({
      what: `#${first.number} is older than what is live`,
      where: first.url,
      why: expect.stringContaining(`release 1 (${newer.sha.slice(0, 8)})`),
      next: expect.stringContaining("revert"),
      code: "gate-older-than-live",
    });
  });

  test("is refused where it was not green, or never shipped, when somebody merged it", async () => {
    const { ship, forge, github, gate } = await releaseSetting();
    const { number, url, head } = await ship("red");
    await forge.setStatus(head.sha, { context: "ci/build", state: "failure", description: "it broke" });
    await forge.merge(number, { sha: head.sha });
    await expect(gate({ pullRequest: number })).rejects.toMatchObject({
      what: `#${number} was merged without being green`,
      where: url,
      why: "ci/build is failure (it broke)",
      next: expect.stringContaining("slipway merge --base"),
      code: "gate-merged-red",
    });
    const sha = await github.pushFile("unshipped", "unshipped.txt", "unshipped\n", "main");
    const unshipped = await forge.createPullRequest({ title: "Unshipped", body: "", head: "unshipped", base: "main" });
    await forge.merge(unshipped.number, { sha });
    await expect(gate({ pullRequest: unshipped.number })).rejects.toMatchObject({ code: "gate-merged-red" });
  });

  test("is refused where the base does not hold it any more", async () => {
    const { ship, forge, gate, github, git } = await releaseSetting();
    const { number, head } = await ship("taken-back");
    const before = await git("rev-parse", "origin/main");
    const { sha } = await forge.merge(number, { sha: head.sha });
    await git("--git-dir", github.bareRepository, "update-ref", "refs/heads/main", before);
    await expect(gate({ pullRequest: number })).rejects.toMatchObject({
      what: `main does not hold what #${number} was merged as`,
      why: expect.stringContaining(sha.slice(0, 8)),
      code: "gate-not-in-base",
    });
  });
});

describe("without a number", () => {
  test("the branch's merged pull request goes on, until something newer is live", async () => {
    const { ship, forge, gate, git, goLive } = await releaseSetting();
    const mine = await ship("mine");
    await git("fetch", "--quiet", "origin", "mine");
    await git("switch", "--quiet", "mine");
    const { sha } = await forge.merge(mine.number, { sha: mine.head.sha });
    expect(await gate()).toMatchObject({ pullRequest: { number: mine.number, merged: true }, base: { sha } });

    const other = await ship("other");
    const newer = await forge.merge(other.number, { sha: other.head.sha });
    goLive(newer.sha);
    await expect(gate()).rejects.toMatchObject({
      what: "There is no pull request to merge",
      why: expect.stringContaining(`#${mine.number} is merged, and part of what is live`),
      code: "no-pull-request",
    });
  });

  test("a merged pull request that lacks the branch's newest commit is none", async () => {
    const { ship, forge, gate, git } = await releaseSetting();
    const { number, head } = await ship("more");
    await git("fetch", "--quiet", "origin", "more");
    await git("switch", "--quiet", "more");
    await git("commit", "--quiet", "--allow-empty", "--message", "More");
    await forge.merge(number, { sha: head.sha });
    await expect(gate()).rejects.toMatchObject({ what: "There is no pull request to merge", code: "no-pull-request" });
  });

  test("where there is none at all, it is said", async () => {
    const { gate } = await releaseSetting();
    await expect(gate()).rejects.toMatchObject({ what: "There is no pull request to merge", code: "no-pull-request" });
  });
});

describe("what the base's rules demand", () => {
  test.each(["ruleset", "protection"] as const)("is missing, and all of it is named: %s", async (keptAs) => {
    const { ship, gate, forge, github } = await releaseSetting({
      rules: { keptAs, approvals: 1, checks: ["ci/build"] },
    });
    const { number, head } = await ship("guarded");
    const refused = await gate({ pullRequest: number }).catch((error: Error) => error.message);
    expect(refused).toContain(`#${number} lacks an approval`);
    expect(refused).toContain("the rules of main demand ci/build");

    await github.approve(number, head.sha);
    await forge.setStatus(head.sha, { context: "ci/build", state: "failure", description: "2 tests failed" });
    await expect(gate({ pullRequest: number })).rejects.toMatchObject({
      what: "ci/build is failure",
      why: "2 tests failed",
      code: "gate-red",
    });
    await forge.setStatus(head.sha, { context: "ci/build", state: "success", description: "" });
    expect(await gate({ pullRequest: number })).toMatchObject({ pullRequest: { number, behindBy: 0 } });
  });

  test("is somebody's own approval, which GitHub alone can tell", async () => {
    const { ship, gate } = await releaseSetting({ rules: { codeOwners: true } });
    const { number, url } = await ship("owned");
    await expect(gate({ pullRequest: number })).rejects.toMatchObject({
      what: `GitHub would not merge #${number} yet`,
      where: url,
      why: expect.stringContaining("the approval of a code owner"),
      code: "gate-blocked",
    });
  });
});

describe("a branch that is behind its base", () => {
  /** A shipped and approved pull request that lacks a commit of main, and its branch after main was merged in. */
  async function behind({ ran = [], ...rules }: { checks?: string[]; dismissStale?: boolean; ran?: string[] }) {
    const setting = await releaseSetting({ rules: { approvals: 1, ...rules } });
    const { ship, forge, github, git } = setting;
    const other = await ship("other");
    const { number, head } = await ship("behind");
    for (const one of [other, { number, head }]) await github.approve(one.number, one.head.sha);
    for (const context of rules.checks ?? []) {
      await forge.setStatus(other.head.sha, { context, state: "success", description: "" });
    }
    for (const context of ran) await forge.setStatus(head.sha, { context, state: "success", description: "" });
    await forge.merge(other.number, { sha: other.head.sha });
    const facts = await setting.gate({ pullRequest: number });
    await git("fetch", "--quiet", "origin");
    await git("switch", "--quiet", "behind");
    await git("merge", "--quiet", "--no-edit", "origin/main");
    await git("push", "--quiet", github.bareRepository, "behind");
    const commit = await git("rev-parse", "HEAD");
    await forge.setStatus(commit, { context: "slipway/preview", state: "success", description: "" });
    return { ...setting, facts, number, commit };
  }

  test("passes the gate, which says how far, and waits for its checks once it is brought up to date", async () => {
    const { facts, number, commit, forge, confirm, progress } = await behind({ checks: ["ci/build"] });
    expect(facts).toMatchObject({ pullRequest: { number, branch: "behind", behindBy: 2 } });
    const waits = progress(/the rules of main demand ci\/build/);
    const confirmed = confirm(facts, commit);
    await waits;
    const runs = progress(/it runs/);
    await forge.setStatus(commit, { context: "ci/build", state: "pending", description: "it runs" });
    await runs;
    await forge.setStatus(commit, { context: "ci/build", state: "success", description: "" });
    expect(await confirmed).toEqual({ head: commit });
  });

  test("waits for what ran on the commit before, though no rule demands it and it has not begun", async () => {
    const { facts, commit, forge, confirm, progress } = await behind({ ran: ["ci/build"] });
    const waits = progress(/ci\/build reported of the commit before, and not of/);
    const confirmed = confirm(facts, commit);
    await waits;
    await forge.setStatus(commit, { context: "ci/build", state: "failure", description: "it broke" });
    await expect(confirmed).rejects.toMatchObject({ what: "ci/build is failure", code: "gate-red" });
  });

  test("needs its approvals again where GitHub took them back for the push", async () => {
    const { facts, number, commit, confirm } = await behind({ dismissStale: true });
    await expect(confirm(facts, commit)).rejects.toMatchObject({
      what: `#${number} lacks an approval`,
      code: "gate-approvals",
    });
  });

  test("is looked at from the beginning where main moves again", async () => {
    const { facts, number, commit, ship, forge, github, gate, confirm } = await behind({ ran: ["ci/build"] });
    const third = await ship("third");
    await github.approve(third.number, third.head.sha);
    await forge.merge(third.number, { sha: third.head.sha });
    const outdated = await confirm(facts, commit).catch((error: unknown) => error);
    expect(outdated).toBeInstanceOf(Outdated);
    expect(outdated).toMatchObject({ stage: "gate", problem: { code: "gate-behind" } });
    // It has not begun on the commit that was just pushed, and is waited for on the next one all the same.
    expect(await gate({ pullRequest: number })).toMatchObject({ pullRequest: { head: commit }, checks: ["ci/build"] });
  });

  test("is left to whoever pushed to it meanwhile", async () => {
    const { facts, commit, github, confirm } = await behind({});
    await github.pushFile("behind", "more.txt", "more\n");
    await expect(confirm(facts, commit)).rejects.toMatchObject({ code: "head-moved" });
  });
});
