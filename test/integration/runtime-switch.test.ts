import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findPlaces } from "../../agent/places.ts";
import type { Runtime } from "../../agent/runtime/runtime.ts";
import { runtimeSwitch } from "../../agent/runtime-switch.ts";
import { watched } from "../support/runtime-contract/setting.ts";

describe("the Docker runtimes of one agent", { tags: ["docker"] }, () => {
  const owner = { repo: `switch-${randomBytes(3).toString("hex")}` };
  const home = mkdtempSync(join(tmpdir(), "slipway-switch-"));
  const runtimes = runtimeSwitch(findPlaces({ SLIPWAY_HOME: home }));
  const choose = (more: Record<string, string> = {}): Promise<Runtime> =>
    runtimes.choose({ ...(process.env as Record<string, string>), SLIPWAY_RUNTIME: "docker", ...more });

  afterAll(async () => {
    const runtime = await choose();
    for (const one of await runtime.owned()) if (one.owner.repo === owner.repo) await runtime.remove(one);
    rmSync(home, { recursive: true, force: true });
  });

  test("take their images from the environment of the one who asks, each time", async () => {
    const seal = async (runtime: Runtime) =>
      runtime.databases.seal({ owner, key: "a1", fill: async () => ({}) }, watched());
    const missing = { SLIPWAY_POSTGRES_IMAGE: "127.0.0.1:9/postgres:17" };
    await expect(seal(await choose(missing))).rejects.toMatchObject({ code: "image-missing" });
    expect(await seal(await choose())).toMatchObject({ reused: false });
  });

  test("wait for each other, whatever images they use", async () => {
    let fills = 0;
    const fill = async () => {
      fills += 1;
      return {};
    };
    const [one, other] = [await choose(), await choose({ SLIPWAY_NODE_IMAGE: "another:1" })];
    const sealed = [one, other].map(({ databases }) => databases.seal({ owner, key: "a2", fill }, watched()));
    expect((await Promise.all(sealed)).map(({ reused }) => reused)).toEqual([false, true]);
    expect(fills).toBe(1);
  });
});
