/**
 * @module-tag openapi
 * @module-tag git
 */
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Forge, PullRequest } from "../../agent/forge/forge.ts";
import { githubForge } from "../../agent/forge/github/github.ts";
import { operations } from "../../agent/forge/github/operations.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import type { MergeMethod } from "../../practice/github/git/land.ts";
import { routes } from "../../practice/github/rest/routes.ts";
import { type OpenApiJudge, openApiJudge } from "../support/openapi-judge.ts";
import { type PracticeGitHub, practiceGitHub, token } from "../support/practice-github.ts";

const noCommit = "0123456789012345678901234567890123456789";

let github: PracticeGitHub;
let judge: OpenApiJudge;
let forge: Forge;

beforeAll(async () => {
  [github, judge] = await Promise.all([practiceGitHub(), openApiJudge()]);
  forge = forgeWith(token);
});

afterAll(() => github?.stop());

function forgeWith(secret: string, send = judge.fetch): Forge {
  return githubForge({ remoteUrl: github.cloneUrl, token: new Secret(secret), fetch: send });
}

/** A pull request of a new branch that changes one file. */
async function propose(branch: string, file = `${branch}.txt`, body = ""): Promise<PullRequest> {
  await github.pushFile(branch, file, `${branch}\n`);
  return forge.createPullRequest({ title: `Add ${file}`, body, head: branch, base: "main" });
}

describe("tickets", () => {
  test("are listed by label, without pull requests", async () => {
    await propose("not-a-ticket");
    expect((await forge.tickets()).map(({ number }) => number)).toEqual([2, 1]);
    expect(await forge.tickets({ label: "good first issue" })).toEqual([
      {
        number: 1,
        title: "Show the stock",
        body: "Customers **ask**.",
        state: "open",
        labels: ["good first issue"],
        reporter: "maria",
        assignees: [],
        url: `${forge.webUrl}/issues/1`,
      },
    ]);
  });

  test("are closed once, however often it is asked", async () => {
    await forge.closeTicket(2);
    await forge.closeTicket(2);
    expect(await forge.ticket(2)).toMatchObject({ state: "closed" });
  });

  test("are assigned, to each once", async () => {
    await forge.assign(1, ["dev"]);
    await forge.assign(1, ["dev"]);
    expect((await forge.ticket(1)).assignees).toEqual(["dev"]);
    await expect(forge.assign(99, ["dev"])).rejects.toMatchObject({ code: "forge-not-found" });
  });

  test("take a reaction, and the same one again", async () => {
    await forge.react(1, "eyes");
    await forge.react(1, "eyes");
    await expect(forge.react(99, "eyes")).rejects.toMatchObject({ code: "forge-not-found" });
  });

  test("that do not exist are refused in words", async () => {
    await expect(forge.ticket(99)).rejects.toMatchObject({ code: "forge-not-found", what: "Ticket 99 cannot be read" });
    await expect(forge.closeTicket(99)).rejects.toMatchObject({ code: "forge-not-found" });
  });
});

describe("a pull request", () => {
  test("is opened, found by its branch, edited and follows its branch", async () => {
    const sha = await github.pushFile("fix/stock", "stock.txt", "1\n");
    const opened = await forge.createPullRequest({ title: "Stock", body: "b", head: "fix/stock", base: "main" });
    expect(opened).toMatchObject({ state: "open", merged: false, mergeCommitSha: undefined, author: "dev" });
    expect(opened.head).toEqual({ branch: "fix/stock", sha });
    expect(await forge.openPullRequestOf("fix/stock")).toEqual(opened);
    expect(await forge.openPullRequestOf("fix")).toBeUndefined();

    const next = await github.pushFile("fix/stock", "stock.txt", "2\n");
    expect(await forge.updatePullRequest(opened.number, { title: "Stock!" })).toMatchObject({
      title: "Stock!",
      body: "b",
      head: { sha: next },
    });
    expect(await forge.pullRequest(opened.number)).toMatchObject({ title: "Stock!", head: { sha: next } });
    expect(await forge.reviews(opened.number)).toEqual([]);
  });

  test("is refused where there is one, where nothing changed, and where it does not exist", async () => {
    const { number } = await propose("twice");
    const again = { title: "t", body: "", head: "twice", base: "main" };
    await expect(forge.createPullRequest(again)).rejects.toMatchObject({
      code: "forge-invalid",
      why: expect.stringContaining("A pull request already exists for acme:twice."),
    });
    await expect(forge.createPullRequest({ ...again, head: "main" })).rejects.toMatchObject({ code: "forge-invalid" });
    await expect(forge.updatePullRequest(number, { title: " " })).rejects.toMatchObject({ code: "forge-invalid" });
    await expect(forge.pullRequest(999)).rejects.toMatchObject({ code: "forge-not-found" });
    await expect(forge.reviews(999)).rejects.toMatchObject({ code: "forge-not-found" });
  });
});

describe("merging", () => {
  test("makes a commit with both parents and closes the ticket", async () => {
    const { number, head } = await propose("merge-me", "merge-me.txt", "Fixes #1");
    const main = await tipOf("main");
    const { sha } = await forge.merge(number, { sha: head.sha, title: "Ship it" });
    expect(await gitBare("log", "-1", "--format=%P|%s|%an", "main")).toBe(`${main} ${head.sha}|Ship it|dev`);
    expect(await gitBare("show", "main:merge-me.txt")).toBe("merge-me");
    expect(await forge.pullRequest(number)).toMatchObject({ state: "closed", merged: true, mergeCommitSha: sha });
    expect(await forge.ticket(1)).toMatchObject({ state: "closed" });
    await expect(forge.merge(number, { sha: head.sha })).rejects.toMatchObject({ code: "merge-refused" });
  });

  test.each<[readonly MergeMethod[], string]>([
    [["squash", "rebase"], "Squash me (#3)|GitHub"],
    [["rebase"], "Write file.txt|GitHub"],
  ])("is done as the repository allows it: %j", async (mergeMethods, landed) => {
    const other = await practiceGitHub({ mergeMethods });
    const there = githubForge({ remoteUrl: other.cloneUrl, token: new Secret(token), fetch: judge.fetch });
    try {
      const tip = await other.pushFile("squash-me", "file.txt", "x\n");
      const git = async (...args: string[]) =>
        (await execa("git", ["--git-dir", other.bareRepository, ...args])).stdout.trim();
      const main = await git("rev-parse", "main");
      const request = { title: "Squash me", body: "", head: "squash-me", base: "main" };
      const { number, head } = await there.createPullRequest(request);
      const { sha } = await there.merge(number, { sha: head.sha });
      expect(await git("log", "-1", "--format=%H|%P|%s|%cn", "main")).toBe(`${sha}|${main}|${landed}`);
      expect(await git("rev-parse", "main^{tree}")).toBe(await git("rev-parse", `${tip}^{tree}`));
      expect(await git("rev-parse", `refs/pull/${number}/head`)).toBe(tip);
      expect(await there.mergedPullRequestOf("squash-me")).toMatchObject({ number, merged: true, mergeCommitSha: sha });
      expect(await there.newestPullRequestOf("squash-me")).toMatchObject({ number, state: "closed", merged: true });
      expect(await there.newestPullRequestOf("nobodys")).toBeUndefined();
    } finally {
      await other.stop();
    }
  });

  test("is refused when the branch has moved, and when it conflicts", async () => {
    const { number, head } = await propose("moved");
    await github.pushFile("moved", "more.txt", "more\n");
    await expect(forge.merge(number, { sha: head.sha })).rejects.toMatchObject({ code: "head-moved" });

    const mine = await propose("conflict-a", "page.txt");
    const theirs = await propose("conflict-b", "page.txt");
    await forge.merge(mine.number, { sha: mine.head.sha });
    await expect(forge.merge(theirs.number, { sha: theirs.head.sha })).rejects.toMatchObject({ code: "merge-refused" });
  });

  test("says how far a branch is behind", async () => {
    await propose("behind");
    const other = await propose("other");
    await forge.merge(other.number, { sha: other.head.sha });
    expect(await forge.compare("main", "behind")).toEqual({ aheadBy: 1, behindBy: 2 });
    await expect(forge.compare("main", "nowhere")).rejects.toMatchObject({ code: "forge-not-found" });
  });
});

describe("the rules of a branch", () => {
  const demanded = { approvals: 1, checks: ["ci/build"], codeOwners: true };

  test.each(["ruleset", "protection"] as const)("are read where GitHub keeps them: %s", async (keptAs) => {
    const other = await practiceGitHub({ rules: { ...demanded, keptAs } });
    const there = githubForge({ remoteUrl: other.cloneUrl, token: new Secret(token), fetch: judge.fetch });
    try {
      const read = { approvals: 1, checks: ["ci/build"], approvers: ["a code owner"] };
      expect(await there.branchRules("main")).toEqual(read);
      expect(await there.branchRules("free")).toEqual({ approvals: 0, checks: [], approvers: [] });
    } finally {
      await other.stop();
    }
  });

  test("are held by GitHub itself, in its words", async () => {
    const other = await practiceGitHub({ rules: { approvals: 1, checks: ["ci/build"] } });
    const there = githubForge({ remoteUrl: other.cloneUrl, token: new Secret(token), fetch: judge.fetch });
    try {
      const sha = await other.pushFile("guarded", "guarded.txt", "x\n");
      const { number } = await there.createPullRequest({ title: "Guarded", body: "", head: "guarded", base: "main" });
      const refusal = (why: string) => expect.objectContaining({ code: "merge-refused", why });
      await expect(there.merge(number, { sha })).rejects.toEqual(
        refusal("At least 1 approving review is required by reviewers with write access."),
      );
      await other.approve(number, sha);
      await expect(there.merge(number, { sha })).rejects.toEqual(
        refusal('Required status check "ci/build" is expected.'),
      );
      expect(await there.mergeableState(number)).toBe("blocked");
      await there.setStatus(sha, { context: "ci/build", state: "success", description: "" });
      expect(await there.mergeableState(number)).toBe("clean");
      await there.merge(number, { sha });
    } finally {
      await other.stop();
    }
  });
});

describe("comments", () => {
  const marker = "<!-- slipway:preview:pr-1 -->";

  test("of ours are found by their marker over more than one page, edited and deleted", async () => {
    for (let n = 0; n < 101; n++) await forge.createComment(2, n === 100 ? `${marker}\nlast` : `comment ${n}`);
    const [found, ...rest] = await forge.commentsMarked(2, marker);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ body: `${marker}\nlast`, url: expect.stringContaining("/issues/2#issuecomment-") });
    if (!found) return;
    expect(await forge.updateComment(found.id, `${marker}\nnew`)).toEqual({ ...found, body: `${marker}\nnew` });
    await forge.deleteComment(found.id);
    expect(await forge.commentsMarked(2, marker)).toEqual([]);
    await expect(forge.deleteComment(found.id)).rejects.toMatchObject({ code: "forge-not-found" });
    await expect(forge.updateComment(found.id, "x")).rejects.toMatchObject({ code: "forge-not-found" });
  });

  test("of others are not ours, even with our marker", async () => {
    const other = await practiceGitHub({ tokens: { a: "dev", b: "eve" } });
    const as = (name: string) =>
      githubForge({ remoteUrl: other.cloneUrl, token: new Secret(name), fetch: judge.fetch });
    try {
      await as("b").createComment(1, `${marker}\nhers`);
      await as("a").createComment(1, `${marker}\nours`);
      expect(await as("a").commentsMarked(1, marker)).toMatchObject([{ body: `${marker}\nours` }]);
    } finally {
      await other.stop();
    }
  });

  test("that cannot be are refused", async () => {
    await expect(forge.createComment(2, "")).rejects.toMatchObject({ code: "forge-invalid" });
    await expect(forge.createComment(999, "x")).rejects.toMatchObject({ code: "forge-not-found" });
    await expect(forge.commentsMarked(999, marker)).rejects.toMatchObject({ code: "forge-not-found" });
  });
});

describe("statuses and deployments", () => {
  test("keep the latest of every context, whatever its case, and a short description", async () => {
    const { head } = await propose("statuses");
    await forge.setStatus(head.sha, { context: "slipway/tests", state: "pending", description: "runs" });
    await forge.setStatus(head.sha, { context: "Slipway/Tests", state: "success", description: "é".repeat(200) });
    await forge.setStatus(head.sha, { context: "p", state: "error", description: "", targetUrl: "http://x.test/" });
    expect(await forge.statuses(head.sha)).toEqual([
      { context: "Slipway/Tests", state: "success", description: `${"é".repeat(139)}…`, targetUrl: undefined },
      { context: "p", state: "error", description: "", targetUrl: "http://x.test/" },
    ]);
    await expect(forge.statuses(noCommit)).rejects.toMatchObject({ code: "forge-not-found" });
  });

  test("check runs: the latest of every name, over more than one page", async () => {
    const { head } = await propose("checked");
    const report = (name: string, status: "in_progress" | "completed", conclusion?: string) =>
      github.reportCheck({ sha: head.sha, name, status, conclusion });
    for (let n = 0; n < 101; n++) report(`unit ${n}`, "completed", "success");
    report("lint", "completed", "failure");
    report("lint", "in_progress");
    const runs = (await forge.checkRuns(head.sha)) ?? [];
    expect(runs).toHaveLength(102);
    expect(runs.filter(({ name }) => name === "lint")).toEqual([
      { name: "lint", status: "in_progress", conclusion: undefined },
    ]);
    report("lint", "completed", "neutral");
    expect(await forge.checkRuns(head.sha)).toContainEqual({
      name: "lint",
      status: "completed",
      conclusion: "neutral",
    });
    expect(await forge.checkRuns(noCommit)).toBeUndefined();
  });

  test("announce a deployment of a commit that is behind and not green: the defaults do not bite", async () => {
    const { head } = await propose("deployed");
    await forge.setStatus(head.sha, { context: "slipway/tests", state: "failure", description: "" });
    const request = { sha: head.sha, environment: "preview/pr-7", transient: true, production: false };
    const made = await forge.createDeployment({ ...request, description: "Preview" });
    expect(made).toEqual({ id: made.id, sha: head.sha, environment: "preview/pr-7" });
    await forge.setDeploymentState(made.id, "success", { environmentUrl: "http://x.test/", description: "up" });
    await forge.setDeploymentState(made.id, "inactive", {});
    expect(await forge.deployments({ environment: "preview/pr-7" })).toEqual([made]);
    expect(await forge.deployments({ environment: "preview/pr-7", sha: noCommit })).toEqual([]);
    await expect(forge.createDeployment({ ...request, sha: noCommit, description: "" })).rejects.toMatchObject({
      code: "forge-invalid",
    });
    await expect(forge.setDeploymentState(1, "success", {})).rejects.toMatchObject({ code: "forge-not-found" });
  });
});

describe("the way there", () => {
  test("a wrong token is told how to sign in, whatever is asked", async () => {
    const stranger = forgeWith("wrong");
    const questions = [
      stranger.requireWriteAccess(),
      stranger.tickets(),
      stranger.openPullRequestOf("main"),
      stranger.commentsMarked(1, "x"),
      stranger.branchRules("main"),
      stranger.deployments({ environment: "production" }),
      stranger.setStatus(noCommit, { context: "c", state: "success", description: "" }),
    ];
    for (const question of questions) {
      await expect(question).rejects.toMatchObject({
        code: "forge-unauthorized",
        next: expect.stringContaining("Sign in"),
      });
    }
  });

  test("a token that may write is let in", async () => {
    await expect(forge.requireWriteAccess()).resolves.toBeUndefined();
  });

  test("what was already seen is not counted again", async () => {
    const seen: { status: number; left: string | null }[] = [];
    const watched = forgeWith(token, async (input, init) => {
      const response = await judge.fetch(input, init);
      seen.push({ status: response.status, left: response.headers.get("x-ratelimit-remaining") });
      return response;
    });
    const first = await watched.ticket(1);
    expect(await watched.ticket(1)).toEqual(first);
    await watched.createComment(1, "something happened");
    await watched.ticket(1);
    expect(seen.map(({ status }) => status)).toEqual([200, 304, 201, 200]);
    expect(seen[1]?.left).toBe(seen[0]?.left);
  });

  test("everything is still there after a restart, at the same address", async () => {
    const before = { ticket: await forge.ticket(1), pull: await forge.openPullRequestOf("behind") };
    await github.restart();
    expect({ ticket: await forge.ticket(1), pull: await forge.openPullRequestOf("behind") }).toEqual(before);
  });

  test("a GitHub that is not there is unreachable", async () => {
    const gone = await practiceGitHub();
    await gone.stop();
    const asked = githubForge({ remoteUrl: gone.cloneUrl, token: new Secret(token) });
    await expect(asked.ticket(1)).rejects.toMatchObject({
      code: "forge-unreachable",
      why: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("a limit that lasts long is told with its end", async () => {
    const limited = await practiceGitHub({ hourlyLimit: 1 });
    const asked = githubForge({ remoteUrl: limited.cloneUrl, token: new Secret(token), fetch: judge.fetch });
    try {
      await asked.ticket(1);
      await expect(asked.ticket(2)).rejects.toMatchObject({ code: "forge-rate-limited" });
    } finally {
      await limited.stop();
    }
  });
});

describe("the judgement", () => {
  test("GitHub's description allows all that was said", () => {
    expect(judge.faults).toEqual([]);
  });

  test("every operation succeeded and was refused at least once", () => {
    const coverage = judge.coverage();
    expect(coverage.map(({ route }) => route).sort()).toEqual(
      Object.values(operations)
        .map(({ route }) => route)
        .sort(),
    );
    expect(coverage.filter(({ successes, errors }) => successes === 0 || errors === 0)).toEqual([]);
  });

  test("the stand-in can do what the forge asks, and nothing else", () => {
    const asked = Object.values(operations).map(({ route }) => route);
    expect(routes.map(({ route }) => route).sort()).toEqual(asked.sort());
  });
});

async function gitBare(...args: string[]): Promise<string> {
  return (await execa("git", ["--git-dir", github.bareRepository, ...args])).stdout.trim();
}

function tipOf(branch: string): Promise<string> {
  return gitBare("rev-parse", `refs/heads/${branch}`);
}
