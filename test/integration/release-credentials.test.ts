/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectDone } from "../support/one-problem.ts";
import { failureOf, stageStatuses } from "../support/run-result.ts";
import { type ShopConfig, shopConfig } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";

const secrets = { MAIL_KEY: "production's", THEME_KEY: "the app's" };
let shop: SmallShop;
let copy: WorkingCopy;

/** A shop whose production has a secret of its own, and a change that gives the app one. */
beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  const inProduction = ({ target }: ShopConfig) => {
    Object.assign(target.process.env, { MAIL_KEY: { env: "MAIL_KEY" } });
  };
  const base = await shop.change("mail", { "slipway.json": shopConfig(inProduction) });
  await base.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
  copy = await shop.change("theme", {
    "slipway.json": shopConfig((config) => {
      inProduction(config);
      Object.assign(config.app, { env: { THEME_KEY: { env: "THEME_KEY" } } });
    }),
  });
  expectDone(await copy.slipway(["ship"], { env: secrets }));
});
afterAll(() => shop?.close());

test.each(["MAIL_KEY", "THEME_KEY"])("nothing is merged where the deploy would lack %s", async (name) => {
  const refused = await copy.slipway(["merge"], { env: { ...secrets, [name]: undefined } });
  expect(refused.exitCode).toBe(1);
  expect(failureOf(refused, "gate")).toMatchObject({ what: `${name} is not set`, code: "credential-missing" });
  expect(shop.github.state().issues).toMatchObject([{ state: "open", pull: { mergedAt: null } }]);
});

test("with all of them it goes live", async () => {
  const merged = await copy.slipway(["merge"], { env: secrets });
  expectDone(merged);
  expect(stageStatuses(merged)).toMatchObject({ merge: "succeeded", deploy: "succeeded" });
});
