import { setTimeout as slowly } from "node:timers/promises";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { githubForge } from "../../agent/forge/github/github.ts";
import type { Problem } from "../../agent/problem.ts";
import { Secret } from "../../agent/secrets/secret.ts";

const secret = "ghp_verysecret";

/** A GitHub that gives these answers, one after another and then the last again, and counts how often it was asked. */
function answering(...answers: (() => Response)[]) {
  const asked: RequestInit[] = [];
  const send: typeof fetch = async (_input, init) => {
    asked.push(init ?? {});
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (!answer) throw new Error("no answer");
    return answer();
  };
  const remoteUrl = "https://git.acme.test/acme/shop.git";
  return { asked, forge: githubForge({ remoteUrl, token: new Secret(secret), fetch: send }) };
}

function says(status: number, body: object, headers: Record<string, string> = {}) {
  return () => Response.json(body, { status, headers });
}

async function problemOf(asking: Promise<unknown>): Promise<Problem> {
  return asking.then(
    () => expect.unreachable("it succeeded"),
    (problem) => problem,
  );
}

test("who may only read is told before anything is written", async () => {
  const reader = answering(says(200, { permissions: { pull: true, push: false } }));
  expect(await problemOf(reader.forge.requireWriteAccess())).toMatchObject({
    code: "forge-forbidden",
    what: "acme/shop cannot be written to",
  });
});

test("a missing permission is named, by GitHub or by the table", async () => {
  const refusal = { message: "Resource not accessible by personal access token" };
  const silent = answering(says(403, refusal));
  expect(await problemOf(silent.forge.closeTicket(1))).toMatchObject({
    code: "forge-forbidden",
    why: refusal.message,
    next: expect.stringContaining('"Issues: write" on acme/shop'),
  });
  const telling = answering(says(403, refusal, { "x-accepted-github-permissions": "issues=write" }));
  expect((await problemOf(telling.forge.closeTicket(1))).next).toContain('"issues=write"');
});

test("check runs that the token may not read are unknown, and nothing else hides behind that", async () => {
  const refusal = { message: "Resource not accessible by personal access token" };
  for (const status of [403, 404]) {
    expect(await answering(says(status, refusal)).forge.checkRuns("abc")).toBeUndefined();
  }
  const limited = says(403, { message: "API rate limit exceeded" }, { "x-ratelimit-remaining": "0" });
  expect(await problemOf(answering(limited).forge.checkRuns("abc"))).toMatchObject({ code: "forge-rate-limited" });
  expect(await problemOf(answering(says(401, refusal)).forge.checkRuns("abc"))).toMatchObject({
    code: "forge-unauthorized",
  });
});

test.each([
  [{ allow_merge_commit: true, allow_squash_merge: true, allow_rebase_merge: true }, "merge"],
  [{ allow_merge_commit: false, allow_squash_merge: true, allow_rebase_merge: true }, "squash"],
  [{ allow_merge_commit: false, allow_squash_merge: false, allow_rebase_merge: true }, "rebase"],
  [{}, "merge"],
])("a repository that allows %j merges by %s", async (allowed, method) => {
  const { forge, asked } = answering(says(200, allowed), says(200, { sha: "abc", merged: true, message: "" }));
  await forge.merge(7, { sha: "head" });
  expect(JSON.parse(String(asked[1]?.body))).toMatchObject({ sha: "head", merge_method: method });
});

test("the reasons of a validation are all told", async () => {
  const errors = [{ resource: "PullRequest", field: "head", code: "invalid" }, { message: "No commits" }];
  const { forge } = answering(says(422, { message: "Validation Failed", errors }));
  const request = { title: "t", body: "", head: "h", base: "main" };
  expect(await problemOf(forge.createPullRequest(request))).toMatchObject({
    code: "forge-invalid",
    why: "Validation Failed; PullRequest head invalid; No commits",
  });
});

test("a read is tried again where GitHub stumbles; a write is not", async () => {
  const stumbling = answering(says(502, {}), says(200, { number: 7, title: "t", state: "open", labels: [] }));
  expect(await stumbling.forge.ticket(7)).toMatchObject({ number: 7 });
  expect(stumbling.asked).toHaveLength(2);

  const down = answering(says(502, { message: "Bad gateway" }));
  expect(await problemOf(down.forge.createComment(7, "x"))).toMatchObject({ code: "forge-failed" });
  expect(down.asked).toHaveLength(1);
});

test("a limit that passes soon is waited for, also by a write", async () => {
  const limited = says(429, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "1" });
  const { forge, asked } = answering(limited, says(201, { id: 1, body: "x", html_url: "https://x.test" }));
  expect(await forge.createComment(7, "x")).toMatchObject({ id: 1 });
  expect(asked).toHaveLength(2);
});

test("writes go one at a time, in order", async () => {
  const events: string[] = [];
  const send: typeof fetch = async (_input, init) => {
    const { body } = JSON.parse(String(init?.body));
    events.push(`${body} begins`);
    await slowly(50);
    events.push(`${body} ends`);
    return Response.json({ id: 1, body, html_url: "https://x.test" }, { status: 201 });
  };
  const remoteUrl = "https://git.acme.test/acme/shop.git";
  const forge = githubForge({ remoteUrl, token: new Secret(secret), fetch: send });
  await Promise.all([forge.createComment(1, "a"), forge.createComment(1, "b")]);
  expect(events).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("the token is sent, and stands in no error", async () => {
  const { forge, asked } = answering(says(401, { message: "Bad credentials" }));
  const problem = await problemOf(forge.ticket(1));
  expect(new Headers(asked[0]?.headers).get("authorization")).toBe(`Bearer ${secret}`);
  expect(new Headers(asked[0]?.headers).get("x-github-api-version")).toBe("2022-11-28");
  expect(inspect(problem, { depth: 20, showHidden: true })).not.toContain(secret);
});
