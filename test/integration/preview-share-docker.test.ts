/**
 * @module-tag docker
 * @module-tag git
 * @module-tag postgres
 * @module-tag namespaces
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { killAgentOf } from "../support/kill-agent.ts";
import { expectDone } from "../support/one-problem.ts";
import { type SharingShop, sharingShop } from "../support/tunnel/sharing-shop.ts";

let shop: SharingShop;

beforeAll(async () => {
  shop = await sharingShop({ SLIPWAY_RUNTIME: "docker" });
});
afterAll(() => shop?.close());

test("a preview that has outlived its agent is shared again by hand, and the pull request says so", async () => {
  const { outside } = shop;
  const change = await shop.change("outlived", {});
  const shipped = await change.slipway(["ship"]);
  expectDone(shipped);
  const first = String(shipped.last.sharedUrl);
  expect((await outside.get(first)).text).toBe("The shop is open\n");
  killAgentOf(shop.home);
  await expect.poll(shop.tunnelPids).toEqual([]);

  const again = await change.slipway(["preview", "share"]);
  expect(again.exitCode).toBe(0);
  const second = String(again.last.sharedUrl);
  expect(second).not.toBe(first);
  expect((await outside.get(second)).text).toBe("The shop is open\n");
  const said = await shop.said(change, "outlived");
  expect(said).toMatchObject({ deployment: second, status: second, comments: [expect.stringContaining(second)] });
  expect(said.comments[0]).not.toContain(first);

  expect((await change.slipway(["preview", "stop"])).exitCode).toBe(0);
  expect(await shop.tunnelPids()).toEqual([]);
  await expect(outside.get(second)).rejects.toThrow();
});
