/** @module-tag git */
import { expect, test } from "vitest";
import { releaseSetting } from "../support/release-setting.ts";

test("what was squashed on the web goes live from a clone that never saw the branch, also when that is gone", async () => {
  const { ship, forge, gate, merge, github } = await releaseSetting({ mergeMethods: ["squash"] });
  const { number, head } = await ship("squashed");
  const { sha } = await forge.merge(number, { sha: head.sha });
  await github.git(["push", "--quiet", "origin", "--delete", "squashed"]);
  expect(await merge(await gate({ pullRequest: number }))).toEqual({ commit: sha });
});

test("a head that is nowhere to be had is said to be missing, and nothing else is claimed", async () => {
  const { ship, forge, gate, merge, git, github } = await releaseSetting({ mergeMethods: ["squash"] });
  const { number, url, head } = await ship("lost");
  await forge.merge(number, { sha: head.sha });
  await github.git(["push", "--quiet", "origin", "--delete", "lost"]);
  await git("--git-dir", github.bareRepository, "update-ref", "-d", `refs/pull/${number}/head`);
  await expect(gate({ pullRequest: number }).then(merge)).rejects.toMatchObject({
    what: `The newest commit of #${number} cannot be had`,
    where: url,
    why: expect.stringContaining(head.sha.slice(0, 8)),
    code: "merge-head-missing",
  });
});
