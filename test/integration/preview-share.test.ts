/**
 * @module-tag git
 * @module-tag postgres
 * @module-tag namespaces
 */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { readAnnouncement } from "../../agent/client/announcement.ts";
import { isPull } from "../../practice/github/state.ts";
import { getPage } from "../support/get-page.ts";
import { deploymentsOf } from "../support/github-records.ts";
import { killAgentOf } from "../support/kill-agent.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { stageStatuses } from "../support/run-result.ts";
import { shopConfig } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { type Documentation, startDocumentation } from "../support/tunnel/documentation.ts";
import { type OtherNetwork, otherNetwork } from "../support/tunnel/other-network.ts";

let shop: SmallShop;
let outside: OtherNetwork;
let documentation: Documentation;

const script = fileURLToPath(new URL("../support/tunnel/tunnel.ts", import.meta.url));

beforeAll(async () => {
  [shop, outside] = await Promise.all([smallShop({ SLIPWAY_RUNTIME: "process" }), otherNetwork()]);
  documentation = await startDocumentation(outside.here);
  await shareBy(`${process.execPath} ${script} ${outside.name} ${outside.address} ${documentation.url}`);
});
afterAll(async () => {
  await shop?.close();
  await documentation?.close();
  await outside?.close();
});

/** Makes this the base branch's command. */
async function shareBy(share: string): Promise<void> {
  const base = await shop.change(`base-${Math.random().toString(36).slice(2)}`, {
    "slipway.json": shopConfig((config) => {
      config.preview = { share };
    }),
  });
  await base.git("push", "--quiet", "--force", shop.github.bareRepository, "HEAD:refs/heads/main");
}

/** What GitHub says of the newest pull request of a branch: its comments, and where its preview is. */
async function saidOf(copy: WorkingCopy, branch: string) {
  const records = shop.github.state();
  const pull = records.issues.filter(isPull).find((one) => one.pull.head === branch);
  const sha = await copy.git("rev-parse", "HEAD");
  const status = records.statuses.findLast((one) => one.sha === sha && one.context === "slipway/preview");
  return {
    comments: records.comments.filter(({ issue }) => issue === pull?.number).map(({ body }) => body),
    deployment: deploymentsOf(records, sha)[0]?.url,
    status: status?.targetUrl,
  };
}

async function sharedUrl(copy: WorkingCopy, change: string): Promise<unknown> {
  const { lines } = await copy.slipway(["preview", "list"]);
  return lines.find((line) => line.change === change)?.sharedUrl;
}

/** The processes of the command that shares, those in the other network among them. */
async function tunnelPids(): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  const here = pids.filter((_, index) => lines[index]?.includes(outside.name)).map(Number);
  return [...new Set([...here, ...(await outside.pids())])];
}

async function foldersOf(agent: number): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`slipway-share-${agent}-`));
}

const agentPid = () => readAnnouncement(shop.home.places)?.pid ?? 0;

test("others get through by the link in the pull request, also when the tunnel has died, until it is ended", async () => {
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

  const said = await saidOf(change, "shared");
  expect(said).toMatchObject({ deployment: first, status: first, comments: [expect.stringContaining(`](${first})`)] });
  expect(said.comments[0]).toContain("Anyone with the link can open it, while robin's machine is on.");
  expect(said.comments[0]).not.toContain(String(previewUrl));

  const again = await change.slipway(["ship"]);
  expectDone(again);
  expect(again.last.sharedUrl).toBe(first);

  for (const pid of await outside.pids()) process.kill(pid, "SIGKILL");
  await expect.poll(() => sharedUrl(change, "shared")).not.toBe(first);
  const second = await sharedUrl(change, "shared");
  await expect.poll(() => saidOf(change, "shared")).toMatchObject({ deployment: second, status: second });
  const { comments } = await saidOf(change, "shared");
  expect(comments).toEqual([expect.stringContaining(`](${second})`)]);
  expect(comments[0]).not.toContain(String(first));
  expect((await outside.get(`${second}/`)).text).toBe("The shop is open\n");

  const ended = await change.slipway(["preview", "unshare"]);
  expect(ended.last).toMatchObject({ kind: "preview", change: "shared", sharedUrl: null });
  expect(await tunnelPids()).toEqual([]);
  expect(await foldersOf(agentPid())).toEqual([]);
  await expect(outside.get(`${second}/`)).rejects.toThrow();
  expect((await getPage(String(previewUrl))).text).toBe("The shop is open\n");
  const local = await saidOf(change, "shared");
  expect(local).toMatchObject({ deployment: previewUrl, status: previewUrl });
  expect(local.comments[0]).toContain("on the machine of the author only");

  const byHand = await change.slipway(["preview", "share"]);
  expect(byHand.exitCode).toBe(0);
  const { sharedUrl: third } = byHand.last;
  expect((await outside.get(`${third}/`)).text).toBe("The shop is open\n");
  expect((await saidOf(change, "shared")).comments[0]).toContain(`](${third})`);

  expect((await change.slipway(["preview", "stop"])).exitCode).toBe(0);
  expect(await tunnelPids()).toEqual([]);
  await expect(outside.get(`${third}/`)).rejects.toThrow();
  expect(oneProblem(await change.slipway(["preview", "share"]))).toMatchObject({ code: "no-preview" });
});

test("an agent that is killed takes the tunnel with it", async () => {
  const change = await shop.change("killed", {});
  expectDone(await change.slipway(["ship"]));
  expect((await tunnelPids()).length).toBeGreaterThan(1);
  const agent = agentPid();
  expect(await foldersOf(agent)).toHaveLength(1);
  killAgentOf(shop.home);
  await expect.poll(tunnelPids).toEqual([]);
  // What it left in the file system the next one removes.
  expect((await change.slipway(["status"])).exitCode).toBe(0);
  await expect.poll(() => foldersOf(agent)).toEqual([]);
});

test("a command that lets nobody in is refused, and nothing of it stays", async () => {
  await shareBy(`echo "token=ghp_abcdefgh12345678; documentation: ${documentation.url}"; sleep 300 & exit 3`);
  onTestFinished(() => shareBy("false"));
  const change = await shop.change("refused", {});
  const shipped = await change.slipway(["ship"]);
  expect(stageStatuses(shipped)).toMatchObject({ preview: "succeeded", share: "failed", propose: "skipped" });
  const problem = oneProblem(shipped);
  expect(problem).toMatchObject({ code: "share-failed", next: expect.stringContaining("stay in the foreground") });
  expect(problem.why).toContain("exit code 3");
  expect(problem.why).toContain(documentation.url);
  expect(JSON.stringify(shipped.lines)).not.toContain("ghp_abcdefgh12345678");
  expect(await foldersOf(agentPid())).toEqual([]);
  expect(await sharedUrl(change, "refused")).toBeNull();
});

test("a change does not decide by what its preview is shared", async () => {
  await shareBy("echo the base branch decides; false");
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
