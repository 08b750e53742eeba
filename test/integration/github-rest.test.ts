/**
 * @module-tag openapi
 * @module-tag git
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenApiJudge, openApiJudge } from "../support/openapi-judge.ts";
import { type PracticeGitHub, practiceGitHub, token } from "../support/practice-github.ts";

let github: PracticeGitHub;
let judge: OpenApiJudge;

beforeAll(async () => {
  [github, judge] = await Promise.all([practiceGitHub({ mergeMethods: ["merge"] }), openApiJudge()]);
});

afterAll(() => github?.stop());

/** Asks as any client would, without the forge's good manners. */
function ask(method: string, path: string, body?: object, send: typeof fetch = judge.fetch): Promise<Response> {
  return send(`${github.url}/api/v3/repos/acme/shop${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** A branch with a commit that main does not have, while main has one that it does not have. */
async function diverged(branch: string): Promise<string> {
  const sha = await github.pushFile(branch, `${branch}.txt`, "x\n");
  await github.pushFile(`${branch}-other`, `${branch}-other.txt`, "x\n");
  const opened = await ask("POST", "/pulls", { title: branch, head: `${branch}-other`, base: "main" });
  const { number } = (await opened.json()) as { number: number };
  expect((await ask("PUT", `/pulls/${number}/merge`, {})).status).toBe(200);
  return sha;
}

test("a deployment's defaults bite: main is merged in and nothing is deployed", async () => {
  const sha = await diverged("bitten");
  const unbitten = await ask("POST", "/deployments", { ref: "bitten", task: "first", auto_merge: false });
  expect(await unbitten.json()).toMatchObject({ sha, ref: "bitten" });
  const merged = await ask("POST", "/deployments", { ref: "bitten" });
  expect(merged.status).toBe(202);
  expect(await merged.json()).toEqual({ message: "Auto-merged main into bitten on deployment." });
  expect(await (await ask("GET", "/deployments?task=deploy")).json()).toEqual([]);
  expect((await ask("POST", "/deployments", { ref: "bitten" })).status).toBe(201);
});

test("a deployment's defaults bite: every status must be green, unless none is asked for", async () => {
  const sha = await github.pushFile("red", "red.txt", "x\n");
  await ask("POST", `/statuses/${sha}`, { state: "pending", context: "ci" });
  const deploy = (more: object) => ask("POST", "/deployments", { ref: sha, environment: "staging", ...more });
  expect((await deploy({ auto_merge: false })).status).toBe(409);
  expect((await deploy({ auto_merge: false, required_contexts: ["CI"] })).status).toBe(409);
  expect((await deploy({ auto_merge: false, required_contexts: [] })).status).toBe(201);
  await ask("POST", `/statuses/${sha}`, { state: "success", context: "CI" });
  expect((await deploy({})).status).toBe(201);
});

test("a list has pages", async () => {
  const first = await ask("GET", "/issues?state=all&per_page=1");
  const link = first.headers.get("link") ?? "";
  expect(link).toContain(`page=2>; rel="next"`);
  const [, next = ""] = /<([^>]+)>; rel="next"/.exec(link) ?? [];
  const second = await judge.fetch(next, { headers: { authorization: `token ${token}` } });
  expect(second.headers.get("link")).toContain('rel="prev"');
  expect(await second.json()).not.toEqual(await first.json());
});

test("a way of merging that the settings do not allow is refused, and so is a description that is too long", async () => {
  const sha = await github.pushFile("squash", "squash.txt", "x\n");
  const opened = await ask("POST", "/pulls", { title: "s", head: "squash", base: "main" });
  const { number } = (await opened.json()) as { number: number };
  for (const merge_method of ["squash", "rebase"]) {
    const refused = await ask("PUT", `/pulls/${number}/merge`, { merge_method });
    expect(refused.status).toBe(405);
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining("not allowed on this repository") });
  }
  const { id } = (await (
    await ask("POST", "/deployments", { ref: sha, auto_merge: false, required_contexts: [] })
  ).json()) as { id: number };
  const described = { state: "success", description: "x".repeat(141) };
  expect((await ask("POST", `/deployments/${id}/statuses`, described)).status).toBe(422);
});

test("GitHub's description allows all of that", () => {
  expect(judge.faults).toEqual([]);
});

test("whatever it does not know it says so, in GitHub's shape", async () => {
  for (const [method, path] of [
    ["GET", "/labels"],
    ["DELETE", ""],
    ["POST", "/issues"],
  ] as const) {
    const response = await ask(method, path, undefined, fetch);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: "Not Found", documentation_url: expect.any(String) });
  }
  expect((await ask("GET", "/issues?assignee=maria", undefined, fetch)).status).toBe(422);
  const unsigned = await fetch(`${github.url}/api/v3/user`);
  expect(unsigned.status).toBe(401);
  const wrong = await fetch(`${github.url}/api/v3/user`, { headers: { authorization: "token wrong" } });
  expect(await wrong.json()).toMatchObject({ message: "Bad credentials", status: "401" });
});
