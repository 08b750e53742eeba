import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanRepository } from "../../agent/reconcile/clean.ts";
import { endOutlived } from "../../agent/reconcile/end-outlived.ts";
import { keepQuota } from "../../agent/reconcile/keep-quota.ts";
import { stopOtherClones } from "../../agent/reconcile/stop-other-clones.ts";
import { runtimePlaces } from "../../agent/runtime/process/places.ts";
import { processRuntime } from "../../agent/runtime/process/process-runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { watched } from "../support/runtime-contract/setting.ts";

/** A process runtime in a place of its own, which is removed at the end of the test. */
async function ownRuntime() {
  const home = await mkdtemp(join(tmpdir(), "slipway-clean-"));
  const [stateDirectory, cacheDirectory] = [join(home, "state"), join(home, "cache")];
  const runtime = processRuntime({
    stateDirectory,
    cacheDirectory,
    passwordFor: (id) => new Secret(`password of ${id}`),
  });
  onTestFinished(async () => {
    for (const one of await runtime.owned()) await runtime.remove(one);
    for (const root of [home, dirname(runtimePlaces(stateDirectory, cacheDirectory).servers)])
      await rm(root, { recursive: true, force: true });
  });
  return runtime;
}

test("an older snapshot's clone goes when another is used, and the snapshot when nothing uses it any more", async () => {
  const runtime = await ownRuntime();
  const { databases } = runtime;
  const repo = "shop";
  const clean = (more: { all?: boolean; busy?: boolean } = {}) =>
    cleanRepository(runtime, repo, { all: false, busy: false, gone: new Set(), released: new Set(), ...more });
  const seal = (key: string) => databases.seal({ owner: { repo }, key, fill: async () => ({}) }, watched());
  const ids = async () => (await runtime.owned()).map(({ id }) => id).sort();

  const [first, second, newest] = [await seal("a1"), await seal("a2"), await seal("a3")];
  const old = await databases.start(first, { repo, change: "one" }, watched());
  const other = await databases.start(first, { repo, change: "two" }, watched());
  const used = await databases.start(newest, { repo, change: "one" }, watched());
  await stopOtherClones(runtime, { repo, change: "one" }, used);
  expect(await ids()).toEqual([first, second, newest, other, used].map(({ id }) => id).sort());
  expect(await ids()).not.toContain(old.id);

  expect((await clean()).removed).toEqual([second.name]);
  await databases.stop(other);
  expect((await clean()).removed).toEqual([first.name]);
  expect(await ids()).toEqual([newest, used].map(({ id }) => id).sort());
  const another = await seal("a4");
  expect((await clean({ all: true, busy: true })).removed).toEqual([]);
  expect((await clean({ all: true })).removed).toEqual([another.name]);
});

test("an expired clone goes with its change, but not one that has a run, and a change that is over goes at any age", async () => {
  const runtime = await ownRuntime();
  const repo = "shop";
  const snapshot = await runtime.databases.seal({ owner: { repo }, key: "a1", fill: async () => ({}) }, watched());
  for (const change of ["busy", "merged", "other"])
    await runtime.databases.start(snapshot, { repo, change }, watched());
  const end = async (expires: number, over: readonly string[]) => {
    const isOver = async () => new Map(over.map((change) => [change, "#1 is merged"]));
    const ended = await endOutlived(runtime, { repo, kept: ["busy"], expires, isOver });
    return ended.map(({ change, why }) => `${change}: ${why}`);
  };
  const hour = 3_600_000;
  expect(await end(hour, [])).toEqual([]);
  expect(await end(hour, ["merged", "busy"])).toEqual(["merged: #1 is merged"]);
  expect(await end(-hour, [])).toEqual(["other: its clone has expired"]);
  const left = (await runtime.owned()).filter(({ kind }) => kind === "server");
  expect(left.map(({ owner }) => owner.change)).toEqual(["busy"]);
});

test("over the quota the oldest snapshots go, but for those that a clone uses and the newest", async () => {
  const runtime = await ownRuntime();
  const repo = "shop";
  const seal = (key: string) => runtime.databases.seal({ owner: { repo }, key, fill: async () => ({}) }, watched());
  const [used, oldest, older, newest] = [await seal("a1"), await seal("a2"), await seal("a3"), await seal("a4")];
  const clone = await runtime.databases.start(used, { repo, change: "one" }, watched());
  const size = newest.bytes ?? 0;
  expect(size).toBeGreaterThan(1_000_000);
  const taken = (await runtime.owned({ sizes: true })).find(({ id }) => id === clone.id)?.bytes ?? 0;
  expect(taken).toBeGreaterThan(size / 2);

  const left = async () => (await runtime.databases.list({ repo })).map(({ key }) => key);
  const enough = await keepQuota(runtime, repo, taken + 4.5 * size);
  expect([enough.removed, await left()]).toEqual([[], ["a4", "a3", "a2", "a1"]]);
  const tight = await keepQuota(runtime, repo, taken + 3.5 * size);
  expect([tight.removed, await left()]).toEqual([[oldest.name], ["a4", "a3", "a1"]]);
  const hopeless = await keepQuota(runtime, repo, 1);
  expect([hopeless.removed, await left()]).toEqual([[older.name], ["a4", "a1"]]);
  expect(hopeless.bytes).toBeGreaterThan(taken + size);
});
