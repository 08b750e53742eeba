import { expect, test } from "vitest";
import type { BranchRules, CheckRun, CommitStatus, Forge, PullRequest, Review } from "../../agent/forge/forge.ts";
import { quietContext } from "../../agent/run/quiet-context.ts";
import { readReports } from "../../agent/run/stages/gate/check-reports.ts";
import { openProblems } from "../../agent/run/stages/gate/open-problems.ts";

const pullRequest = {
  number: 7,
  state: "open",
  author: "robin",
  url: "http://x.test/7",
  head: { branch: "b", sha: "abcdef0123456789" },
  base: { branch: "main", sha: "b" },
};
const preview: CommitStatus = { context: "slipway/preview", state: "success", description: "" };
const free: BranchRules = { approvals: 0, checks: [], approvers: [] };

/** What stands against merging a change that was shipped, and of which a CI says this. */
async function problemsOf(
  runs: CheckRun[] | undefined,
  more: {
    statuses?: CommitStatus[];
    reviews?: Review[];
    rules?: Partial<BranchRules>;
    state?: string;
    isBehind?: boolean;
  } = {},
) {
  let log = "";
  const forge: Partial<Forge> = {
    statuses: async () => [preview, ...(more.statuses ?? [])],
    checkRuns: async () => runs,
    reviews: async () => more.reviews ?? [],
    branchRules: async () => ({ ...free, ...more.rules }),
    mergeableState: async () => more.state ?? "clean",
  };
  const context = {
    ...quietContext(),
    log: (text: string) => {
      log += text;
    },
  };
  const reports = await readReports(forge as Forge, pullRequest.head.sha);
  const standing = { base: "main", isBehind: more.isBehind ?? false, reports };
  const problems = await openProblems(forge as Forge, pullRequest as PullRequest, standing, context);
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

test("of a branch that is brought up to date first, only what has ended badly counts", async () => {
  const runs: CheckRun[] = [{ name: "e2e", status: "queued", conclusion: undefined }, ended("lint", "failure")];
  const more = { statuses: [{ context: "ci", state: "pending", description: "" } as const], isBehind: true };
  const { problems } = await problemsOf(runs, { ...more, rules: { checks: ["later"] } });
  expect(problems).toMatchObject([{ what: "The check lint ended in failure", code: "gate-red" }]);
});

test("required checks that nobody reported are named, whichever kind the others are and however they are written", async () => {
  const rules = { checks: ["CI/Build", "e2e", "security", "licences"] };
  const statuses: CommitStatus[] = [{ context: "ci/build", state: "success", description: "" }];
  const { problems } = await problemsOf([ended("e2e", "success")], { rules, statuses });
  expect(problems).toMatchObject([
    {
      what: "2 required checks have not reported",
      why: "the rules of main demand security, licences, and nothing is known of it for abcdef01",
      code: "gate-pending",
    },
  ]);
});

const review = (author: string, state: Review["state"]): Review => ({ author, state, sha: "a" });

test("approvals are counted by each reviewer's last word, and the author's own is none", async () => {
  const reviews = [
    review("robin", "APPROVED"),
    review("maya", "APPROVED"),
    review("maya", "COMMENTED"),
    review("otto", "APPROVED"),
    review("otto", "DISMISSED"),
  ];
  const { problems } = await problemsOf([], { rules: { approvals: 2 }, reviews });
  expect(problems).toMatchObject([
    {
      what: "#7 lacks an approval",
      where: pullRequest.url,
      why: "the rules of main demand 2, and it has 1",
      next: expect.stringContaining("Ask for a review"),
      code: "gate-approvals",
    },
  ]);
  expect((await problemsOf([], { rules: { approvals: 1 }, reviews })).problems).toEqual([]);
});

test("GitHub's blocked counts where the rules demand somebody's approval, and is noted otherwise", async () => {
  const demanded = await problemsOf([], { rules: { approvers: ["a code owner"] }, state: "blocked" });
  expect(demanded.problems).toMatchObject([
    { why: "it calls it blocked, and the rules of main demand the approval of a code owner", code: "gate-blocked" },
  ]);
  const unknown = await problemsOf([], { state: "blocked" });
  expect(unknown.problems).toEqual([]);
  expect(unknown.log).toContain("GitHub calls #7 blocked");
});
