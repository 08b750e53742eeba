import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "../../../agent/problem.ts";
import type { SnapshotRef } from "../../../agent/runtime/runtime.ts";
import type { Setting } from "../runtime-contract.ts";
import { query, watched } from "./setting.ts";

/** Databases: sealed once per key, started by many owners who never see each other. */
export function describeDatabases(setting: Setting): void {
  describe("databases", () => {
    const owner = { repo: setting.repo };
    const alice = { repo: setting.repo, change: "alice" };
    const bob = { repo: setting.repo, change: "bob" };
    let snapshot: SnapshotRef & { reused: boolean };

    beforeAll(async () => {
      const { databases } = setting.runtime();
      snapshot = await databases.seal(
        {
          owner,
          key: "b1",
          fill: async (superuser) => {
            expect(superuser.database).toBe("postgres");
            await query(superuser, "create database pristine");
            await query({ ...superuser, database: "pristine" }, "create table ships as select 'Vasa' as name");
            return { ships: '1 "$HOME"' };
          },
        },
        watched(),
      );
    }, 180_000);

    afterAll(async () => {
      const runtime = setting.runtime();
      for (const one of await runtime.owned())
        if (one.owner.repo === setting.repo && one.kind === "server") await runtime.remove(one);
    }, 60_000);

    test("a key that is sealed is found and never filled again", async () => {
      const { databases } = setting.runtime();
      expect(snapshot).toMatchObject({ kind: "snapshot", reused: false });
      const fill = () => Promise.reject(new Error("filled twice"));
      const again = await databases.seal({ owner, key: "b1", fill }, watched());
      expect(again).toMatchObject({ id: snapshot.id, reused: true });
      expect(await databases.list(owner)).toMatchObject([
        { id: snapshot.id, key: "b1", facts: { ships: '1 "$HOME"' } },
      ]);
      expect(await databases.list({ repo: `${owner.repo}-other` })).toEqual([]);
    });

    test("a fill that fails leaves nothing, and its error arrives as it was", async () => {
      const { databases } = setting.runtime();
      const before = await setting.traces();
      const fill = () => Promise.reject(new Problem({ what: "The subset failed", code: "mine" }));
      await expect(databases.seal({ owner, key: "b3", fill }, watched())).rejects.toMatchObject({ code: "mine" });
      expect(await databases.list(owner)).toMatchObject([{ key: "b1" }]);
      expect(await setting.traces()).toEqual(before);
    }, 60_000);

    test("a cancelled fill leaves nothing", async () => {
      const { databases } = setting.runtime();
      const before = await setting.traces();
      const work = watched();
      const fill = async () => {
        work.cancel();
        work.signal.throwIfAborted();
        return {};
      };
      await expect(databases.seal({ owner, key: "b4", fill }, work)).rejects.toMatchObject({ name: "AbortError" });
      expect(await databases.list(owner)).toMatchObject([{ key: "b1" }]);
      expect(await setting.traces()).toEqual(before);
    }, 60_000);

    test("every owner gets a server of its own with the sealed rows", async () => {
      const { databases } = setting.runtime();
      const [mine, yours] = [
        await databases.start(snapshot, alice, watched()),
        await databases.start(snapshot, bob, watched()),
      ];
      expect(mine.id).not.toBe(yours.id);
      const here = { ...(await databases.reach(mine)).host, database: "pristine" };
      const there = { ...(await databases.reach(yours)).host, database: "pristine" };
      expect(here.host).toBe("127.0.0.1");
      await query(here, "insert into ships values ('Titanic')");
      expect(await query(here, "select name from ships order by name")).toEqual([
        { name: "Titanic" },
        { name: "Vasa" },
      ]);
      expect(await query(there, "select name from ships")).toEqual([{ name: "Vasa" }]);
      await expect(query({ ...here, password: undefined }, "select 1")).rejects.toThrow();
    }, 60_000);

    test("the superuser is one, and databases are copied from templates", async () => {
      const { databases } = setting.runtime();
      const server = await databases.start(snapshot, alice, watched());
      const { host } = await databases.reach(server);
      expect(await query(host, "select rolsuper from pg_roles where rolname = current_user")).toEqual([
        { rolsuper: true },
      ]);
      await query(host, "create database copied template pristine");
      expect(await query({ ...host, database: "copied" }, "select count(*)::int as n from ships")).toHaveLength(1);
    }, 60_000);

    test("starting twice gives the same server, and a stopped one is gone", async () => {
      const { databases } = setting.runtime();
      const carol = { repo: setting.repo, change: "carol" };
      const first = await databases.start(snapshot, carol, watched());
      expect(await databases.start(snapshot, carol, watched())).toEqual(first);
      await databases.stop(first);
      await databases.stop(first);
      await expect(databases.reach(first)).rejects.toBeInstanceOf(Problem);
      const fresh = await databases.start(snapshot, carol, watched());
      expect(await query({ ...(await databases.reach(fresh)).host, database: "pristine" }, "table ships")).toEqual([
        { name: "Vasa" },
      ]);
    }, 60_000);

    test("a workload reaches its own owner's server, and where the runtime isolates, no other's", async () => {
      const runtime = setting.runtime();
      const [mine, yours] = [
        await runtime.databases.start(snapshot, alice, watched()),
        await runtime.databases.start(snapshot, bob, watched()),
      ];
      const try_ = async (owner: typeof alice, host: string, port: number) =>
        runtime.workloads.run(
          { owner, name: "reach", artifact: setting.app(), command: `node reach.mjs ${host} ${port}`, env: {} },
          watched(),
        );
      const { workload } = await runtime.databases.reach(mine);
      expect(await try_(alice, workload.host, workload.port)).toMatchObject({ exitCode: 0 });
      if (runtime.capabilities.isolation === "none") return;
      expect(await try_(alice, yours.name, workload.port)).toMatchObject({ exitCode: 1 });
    }, 60_000);
  });
}
