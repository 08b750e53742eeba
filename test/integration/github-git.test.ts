/** @module-tag git */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PracticeGitHub, practiceGitHub } from "../support/practice-github.ts";

let github: PracticeGitHub;

beforeAll(async () => {
  github = await practiceGitHub();
});

afterAll(() => github?.stop());

test("a branch is pushed and fetched, also when it is large", async () => {
  const sha = await github.pushFile("large", "noise.txt", randomBytes(3_000_000).toString("base64"));
  const { stdout } = await github.git(["ls-remote", "origin", "large"]);
  expect(stdout).toBe(`${sha}\trefs/heads/large`);
  expect((await github.git(["fetch", "origin", "large"])).exitCode).toBe(0);
});

test("nobody pushes to main, and nobody deletes it; a branch beside it arrives", async () => {
  await github.pushFile("beside", "beside.txt", "x\n");
  const before = (await github.git(["ls-remote", "origin", "main"])).stdout;
  const pushed = await github.git(["push", "origin", "HEAD:main", "HEAD:beside-too"]);
  expect(pushed.exitCode).toBe(1);
  expect(pushed.stderr).toContain("Nobody pushes to main: open a pull request.");
  expect((await github.git(["push", "origin", ":main"])).exitCode).toBe(1);
  expect((await github.git(["ls-remote", "origin", "main"])).stdout).toBe(before);
  expect((await github.git(["ls-remote", "origin", "beside-too"])).stdout).not.toBe("");
});

test("anybody reads, as in a public repository, but with a wrong token or to push", async () => {
  const url = `${github.cloneUrl}/info/refs?service=`;
  expect((await fetch(`${url}git-upload-pack`)).status).toBe(200);
  const refused = await github.git(["ls-remote", "origin"], "wrong");
  expect(refused.exitCode).toBe(128);
  expect(refused.stderr).toMatch(/Authentication failed|could not read Username/);
  const push = await fetch(`${url}git-receive-pack`);
  expect(push.status).toBe(401);
  expect(push.headers.get("www-authenticate")).toBe('Basic realm="GitHub"');
  const pack = `${github.cloneUrl}/git-receive-pack?service=git-upload-pack`;
  expect((await fetch(pack, { method: "POST" })).status).toBe(401);
});

test("a repository that is not ours is not there", async () => {
  expect((await github.git(["ls-remote", `${github.url}/acme/other.git`])).exitCode).toBe(128);
});
