/**
 * @module-tag git
 * @module-tag postgres
 * @module-tag namespaces
 */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { getPage } from "../support/get-page.ts";
import { killAgentOf } from "../support/kill-agent.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { stageStatuses } from "../support/run-result.ts";
import { shopConfig } from "../support/small-shop/shop-files.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { type SharingShop, shareFolders, sharingShop } from "../support/tunnel/sharing-shop.ts";

let shop: SharingShop;

beforeAll(async () => {
  shop = await sharingShop({ SLIPWAY_RUNTIME: "process" });
});
afterAll(() => shop?.close());

async function sharedUrl(copy: WorkingCopy, change: string): Promise<unknown> {
  const { lines } = await copy.slipway(["preview", "list"]);
  return lines.find((line) => line.change === change)?.sharedUrl;
}

test("others get through by the link in the pull request, also when the tunnel has died, until it is ended", async () => {
  const { outside, documentation } = shop;
  const change = await shop.change("shared", {});
  const shipped = await change.slipway(["ship"]);
  expectDone(shipped);
  expect(stageStatuses(shipped)).toMatchObject({ preview: "succeeded", share: "succeeded", propose: "succeeded" });
  const { previewUrl, sharedUrl: first } = shipped.last;
  expect(first).toMatch(new RegExp(`^http://${outside.address}:\\d+$`));
  const seen = await outside.get(`${first}/`);
  expect([seen.status, seen.text]).toEqual([200, "The shop is open\n"]);
  // It was tried, and did not know what it was asked for.
  expect(documentation.asked).toContainEqual(expect.stringMatching(/^\/guide\/\.well-known\/slipway-share\/\w+$/));

  const said = await shop.said(change, "shared");
  expect(said).toMatchObject({ deployment: first, status: first, comments: [expect.stringContaining(`](${first})`)] });
  expect(said.comments[0]).toContain("Anyone with the link can open it, while robin's machine is on.");
  expect(said.comments[0]).not.toContain(String(previewUrl));

  const again = await change.slipway(["ship"]);
  expectDone(again);
  expect(again.last.sharedUrl).toBe(first);

  for (const pid of await outside.pids()) process.kill(pid, "SIGKILL");
  await expect.poll(() => sharedUrl(change, "shared")).not.toBe(first);
  const second = await sharedUrl(change, "shared");
  await expect.poll(() => shop.said(change, "shared")).toMatchObject({ deployment: second, status: second });
  const { comments } = await shop.said(change, "shared");
  expect(comments).toEqual([expect.stringContaining(`](${second})`)]);
  expect(comments[0]).not.toContain(String(first));
  expect((await outside.get(`${second}/`)).text).toBe("The shop is open\n");

  const ended = await change.slipway(["preview", "unshare"]);
  expect(ended.last).toMatchObject({ kind: "preview", change: "shared", sharedUrl: null });
  expect(await shop.tunnelPids()).toEqual([]);
  expect(await shareFolders(shop.agentPid())).toEqual([]);
  await expect(outside.get(`${second}/`)).rejects.toThrow();
  expect((await getPage(String(previewUrl))).text).toBe("The shop is open\n");
  const local = await shop.said(change, "shared");
  expect(local).toMatchObject({ deployment: previewUrl, status: previewUrl });
  expect(local.comments[0]).toContain("on the machine of the author only");

  const byHand = await change.slipway(["preview", "share"]);
  expect(byHand.exitCode).toBe(0);
  const { sharedUrl: third } = byHand.last;
  expect((await outside.get(`${third}/`)).text).toBe("The shop is open\n");
  expect((await shop.said(change, "shared")).comments[0]).toContain(`](${third})`);

  expect((await change.slipway(["preview", "stop"])).exitCode).toBe(0);
  expect(await shop.tunnelPids()).toEqual([]);
  await expect(outside.get(`${third}/`)).rejects.toThrow();
  expect(oneProblem(await change.slipway(["preview", "share"]))).toMatchObject({ code: "no-preview" });
});

test("an agent that is killed takes the tunnel with it", async () => {
  const change = await shop.change("killed", {});
  expectDone(await change.slipway(["ship"]));
  expect((await shop.tunnelPids()).length).toBeGreaterThan(1);
  const agent = shop.agentPid();
  expect(await shareFolders(agent)).toHaveLength(1);
  killAgentOf(shop.home);
  await expect.poll(shop.tunnelPids).toEqual([]);
  // What it left in the file system the next one removes.
  expect((await change.slipway(["status"])).exitCode).toBe(0);
  await expect.poll(() => shareFolders(agent)).toEqual([]);
});

test("a share that the base branch does not ask for any more ends with the next ship", async () => {
  const change = await shop.change("private", {});
  expectDone(await change.slipway(["ship"]));
  expect(await sharedUrl(change, "private")).toMatch(/^http:/);
  await shop.shareBy(undefined);
  const shipped = await change.slipway(["ship"]);
  expectDone(shipped);
  expect(stageStatuses(shipped)).not.toHaveProperty("share");
  expect(shipped.last.sharedUrl).toBeNull();
  expect(await sharedUrl(change, "private")).toBeNull();
  expect((await shop.said(change, "private")).comments[0]).toContain("on the machine of the author only");
});

test("a command that lets nobody in is refused, and nothing of it stays", async () => {
  await shop.shareBy(`echo "token=ghp_abcdefgh12345678; documentation: ${shop.documentation.url}"; sleep 300 & exit 3`);
  onTestFinished(() => shop.shareBy("false"));
  const change = await shop.change("refused", {});
  const shipped = await change.slipway(["ship"]);
  expect(stageStatuses(shipped)).toMatchObject({ preview: "succeeded", share: "failed", propose: "skipped" });
  const problem = oneProblem(shipped);
  expect(problem).toMatchObject({ code: "share-failed", next: expect.stringContaining("stay in the foreground") });
  expect(problem.why).toContain("exit code 3");
  expect(problem.why).toContain(shop.documentation.url);
  expect(JSON.stringify(shipped.lines)).not.toContain("ghp_abcdefgh12345678");
  expect(await shareFolders(shop.agentPid())).toEqual([]);
  expect(await sharedUrl(change, "refused")).toBeNull();
});

test("a change does not decide by what its preview is shared", async () => {
  await shop.shareBy("echo the base branch decides; false");
  const mark = `${shop.folder}/ran`;
  const change = await shop.change("greedy", {
    "slipway.json": shopConfig((config) => {
      config.preview = { share: `touch ${mark}; false` };
    }),
  });
  const shipped = await change.slipway(["ship"]);
  expect(oneProblem(shipped).why).toContain("the base branch decides");
  expect(existsSync(mark)).toBe(false);
});
