import { describe, expect, test } from "vitest";
import type { Setting } from "../runtime-contract.ts";
import { watched } from "./setting.ts";

/** Ownership: everything is listed, everything listed can be removed, twice; nothing is left then. Runs last. */
export function describeOwned(setting: Setting, before: () => string[]): void {
  describe("owned", () => {
    const owner = { repo: setting.repo, change: "owned" };

    test("what was made is listed with its owner, and removing it all leaves nothing", async () => {
      const runtime = setting.runtime();
      const fill = async () => ({});
      const snapshot = await runtime.databases.seal({ owner: { repo: setting.repo }, key: "c1", fill }, watched());
      const server = await runtime.databases.start(snapshot, owner, watched());
      const artifact = setting.app();
      const app = { owner, name: "web", artifact, command: "node server.mjs", env: {}, port: 3000, hostnames: [] };
      const served = await runtime.workloads.serve({ ...app, route: "preview", version: "v1", health: "/" }, watched());

      const mine = async () => (await runtime.owned()).filter((one) => one.owner.repo === setting.repo);
      const listed = await mine();
      const find = (kind: string, id: string) => listed.find((one) => one.kind === kind && one.id === id);
      expect(find("artifact", artifact.id)?.owner.change).toBeUndefined();
      expect(find("snapshot", snapshot.id)?.at).toBeGreaterThan(Date.now() - 600_000);
      expect(find("server", server.id)).toMatchObject({ owner, from: snapshot.id });
      expect(find("workload", served.id)).toMatchObject({ owner, from: artifact.id });

      for (const one of listed) await runtime.remove(one);
      for (const one of listed) await runtime.remove(one);
      expect(await mine()).toEqual([]);
      await expect.poll(() => setting.traces(), { timeout: 10_000 }).toEqual(before());
    }, 120_000);
  });
}
