/** @module-tag git */
import { describe, expect, test } from "vitest";
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
