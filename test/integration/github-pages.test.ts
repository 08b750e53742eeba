/** @module-tag git */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Forge } from "../../agent/forge/forge.ts";
import { githubForge } from "../../agent/forge/github/github.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { type PracticeGitHub, practiceGitHub, token } from "../support/practice-github.ts";

let github: PracticeGitHub;
let forge: Forge;

beforeAll(async () => {
  github = await practiceGitHub();
  forge = githubForge({ remoteUrl: github.cloneUrl, token: new Secret(token) });
});

afterAll(() => github?.stop());

async function read(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.text();
}

function press(url: string, action: string, sha: string, origin: string | undefined = github.url): Promise<Response> {
  return fetch(`${url}/${action}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ sha }),
    headers: origin === "" ? {} : { origin },
  });
}

test("a ticket is read with its comments, and nothing in them runs", async () => {
  await forge.createComment(1, "<!-- marker -->\n<script>alert(1)</script> **bold** [x](javascript:alert(1))");
  const page = await read((await forge.ticket(1)).url);
  expect(page).toContain("Customers <strong>ask</strong>.");
  expect(page).toContain("&#60;script&#62;alert(1)&#60;/script&#62; <strong>bold</strong>");
  expect(page).not.toContain("marker");
  expect(page).not.toContain('href="javascript');
  expect(await read(forge.webUrl)).toContain("Show the stock");
});

test("a pull request shows its checks, its preview and its changes, is approved and merged", async () => {
  const sha = await github.pushFile("shown", "page.txt", "one\n2 < 3\nthree\n");
  const pull = await forge.createPullRequest({ title: "Show", body: "Refs #1", head: "shown", base: "main" });
  await forge.setStatus(sha, { context: "slipway/tests", state: "success", description: "12 passed" });
  const made = { sha, environment: "preview/pr-3", transient: true, production: false, description: "" };
  const deployment = await forge.createDeployment(made);
  await forge.setDeploymentState(deployment.id, "success", { environmentUrl: "http://shown.shop.localhost:4100/" });

  const page = await read(pull.url);
  for (const part of ["slipway/tests", "12 passed", "preview/pr-3", "http://shown.shop.localhost:4100/"]) {
    expect(page).toContain(part);
  }
  expect(page).toContain('<span class="add">+2 &#60; 3</span>');

  expect((await press(pull.url, "approve", sha)).status).toBe(303);
  expect(await forge.reviews(pull.number)).toEqual([{ author: "maria", state: "APPROVED", sha }]);
  expect((await press(pull.url, "merge", sha)).status).toBe(303);
  expect(await forge.pullRequest(pull.number)).toMatchObject({ merged: true });
  expect(await read(pull.url)).toContain("Merged by <strong>maria</strong>");
});

test("a button pressed from elsewhere, or on an old picture, does nothing", async () => {
  const old = await github.pushFile("kept", "kept.txt", "1\n");
  const pull = await forge.createPullRequest({ title: "Keep", body: "", head: "kept", base: "main" });
  expect((await press(pull.url, "merge", old, "http://evil.test")).status).toBe(403);
  expect((await press(pull.url, "merge", old, "")).status).toBe(403);
  await github.pushFile("kept", "kept.txt", "2\n");
  const stale = await press(pull.url, "merge", old);
  expect(stale.status).toBe(409);
  expect(await stale.text()).toContain("The branch moved");
  expect(await forge.pullRequest(pull.number)).toMatchObject({ merged: false });
});

test("what is not there is not found", async () => {
  for (const path of ["/acme/shop/issues/99", "/acme/shop/pull/1", "/acme/other", "/favicon.ico"]) {
    expect((await fetch(github.url + path)).status).toBe(404);
  }
});
