/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { githubForge } from "../../agent/forge/github/github.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { getPage } from "../support/get-page.ts";
import { expectDone } from "../support/one-problem.ts";
import { queryUrl } from "../support/practice-company.ts";
import { githubToken } from "../support/small-shop/shop-github.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";

let shop: SmallShop;
let author: WorkingCopy;
let colleague: WorkingCopy;
let previewUrl: string;
let cloneUrl: string;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  [author, colleague] = [await shop.change("theirs"), await shop.change("mine")];
  const shipped = await author.slipway(["ship"]);
  expectDone(shipped);
  previewUrl = String(shipped.last.previewUrl);
  cloneUrl = String((await author.slipway(["clone", "start"])).last.url);
  await queryUrl(cloneUrl, "CREATE TABLE made_by_hand AS SELECT 1 AS kept");
});
afterAll(() => shop?.close());

const clean = async (copy: WorkingCopy, ...options: string[]) => {
  const { last, exitCode } = await copy.slipway(["clean", ...options]);
  expect([last.kind, exitCode]).toEqual(["clean", 0]);
  return last as { removed: string[]; kept: string[]; notes: string[] };
};
const clones = async () => (await colleague.slipway(["clone", "list"])).lines.map(({ change }) => change);

/** The preview is asked for its page and for what it runs on. */
const expectAllThere = async () => {
  expect((await getPage(previewUrl)).text).toBe("The shop is open\n");
  expect(await queryUrl(cloneUrl, "SELECT kept FROM made_by_hand")).toEqual([{ kept: 1 }]);
};

test.each([[[]], [["--all"]]])("a change of another clone that is proposed stays (clean %j)", async (options) => {
  expect(await clean(colleague, ...options)).toMatchObject({ removed: [], notes: [] });
  await expectAllThere();
});

test("--all leaves a change that is worked on, with the snapshot and the build that it runs on", async () => {
  const { removed, kept } = await clean(author, "--all");
  expect(removed).toEqual([]);
  await expectAllThere();
  const { lines } = await author.slipway(["snapshot", "list"]);
  expect(lines).toMatchObject([{ changes: ["theirs"] }]);
  expect(kept).toContainEqual(expect.stringMatching(/^slipway-acme-shop-[0-9a-f]{12}$/));
  // Served anew, from the same build.
  expectDone(await author.slipway(["ship"]));
});

test("a change without a branch here stays, and that is said, while GitHub cannot be asked", async () => {
  shop.githubRelay.cut();
  const { notes } = await clean(colleague, "--all");
  await shop.githubRelay.mend();
  expect(notes).toContainEqual(expect.stringMatching(/^Kept, because .*: theirs\. `slipway preview stop NAME`/));
  await expectAllThere();
});

test("a change whose branch is nowhere goes, and no other", async () => {
  await colleague.git("switch", "--quiet", "--create", "given-up");
  expect((await colleague.slipway(["clone", "start"])).last).toMatchObject({ change: "given-up" });
  await colleague.git("switch", "--quiet", "mine");
  await clean(colleague);
  expect(await clones()).toEqual(["given-up", "theirs"]);
  await colleague.git("branch", "--quiet", "-D", "given-up");
  await clean(colleague);
  expect(await clones()).toEqual(["theirs"]);
  await expectAllThere();
});

test("a change that is merged goes, though its branch was left on the remote", async () => {
  const forge = githubForge({
    remoteUrl: `http://127.0.0.1:${shop.github.port}/acme/shop.git`,
    token: new Secret(githubToken),
  });
  const pullRequest = await forge.newestPullRequestOf("theirs");
  await forge.merge(pullRequest?.number ?? 0, { sha: pullRequest?.head.sha ?? "" });
  expect(await colleague.git("ls-remote", "--heads", shop.github.bareRepository, "theirs")).not.toBe("");
  await clean(colleague, "--all");
  expect(await clones()).toEqual([]);
  await expect(getPage(previewUrl)).rejects.toThrow();
  expect((await colleague.slipway(["snapshot", "list"])).lines).toEqual([]);
});
