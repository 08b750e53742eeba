import { expect, test } from "vitest";
import type { CheckRun, Forge, PullRequest } from "../../agent/forge/forge.ts";
import { quietContext } from "../../agent/run/quiet-context.ts";
import { openProblems } from "../../agent/run/stages/gate/open-problems.ts";

const pullRequest = { number: 7, state: "open", url: "http://x.test/7", head: { branch: "b", sha: "a" } };

/** What stands against merging a change that was shipped, and of which a CI says this. */
async function problemsOf(runs: CheckRun[] | undefined) {
  let log = "";
  const forge: Partial<Forge> = {
    statuses: async () => [{ context: "slipway/preview", state: "success", description: "" }],
    checkRuns: async () => runs,
    reviews: async () => [],
    compare: async () => ({ aheadBy: 1, behindBy: 0 }),
  };
  const context = {
    ...quietContext(),
    log: (text: string) => {
      log += text;
    },
  };
  const base = { branch: "main", sha: "b" };
  const problems = await openProblems(forge as Forge, pullRequest as PullRequest, base, context);
  return { problems, log };
}

const ended = (name: string, conclusion: string): CheckRun => ({ name, status: "completed", conclusion });

test("checks that ended well, had nothing to say or were left out are fine", async () => {
  const runs = [ended("tests", "success"), ended("lint", "neutral"), ended("e2e", "skipped")];
  expect(await problemsOf(runs)).toEqual({ problems: [], log: "" });
});

test("checks that have not ended are named, and it is said to wait", async () => {
  const runs: CheckRun[] = [
    { name: "tests", status: "queued", conclusion: undefined },
    ended("lint", "success"),
    { name: "e2e", status: "in_progress", conclusion: undefined },
  ];
  const { problems } = await problemsOf(runs);
  expect(problems).toMatchObject([
    {
      what: "Not every check has ended",
      why: "tests is queued, e2e is in progress",
      next: expect.stringContaining("try again"),
      code: "gate-pending",
    },
  ]);
});

test.each(["failure", "timed_out", "action_required", "cancelled", "startup_failure", "stale"])(
  "a check that ended in %s is refused",
  async (conclusion) => {
    const { problems } = await problemsOf([ended("lint", "success"), ended("tests", conclusion)]);
    expect(problems).toMatchObject([
      { what: `The check tests ended in ${conclusion.replace("_", " ")}`, where: pullRequest.url, code: "gate-red" },
    ]);
  },
);

test("where they cannot be read, the log says so and the statuses alone count", async () => {
  const { problems, log } = await problemsOf(undefined);
  expect(problems).toEqual([]);
  expect(log).toContain("cannot be read with this token");
});
