import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanRepository } from "../../agent/reconcile/clean.ts";
import { stopOtherClones } from "../../agent/reconcile/stop-other-clones.ts";
import { runtimePlaces } from "../../agent/runtime/process/places.ts";
import { processRuntime } from "../../agent/runtime/process/process-runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { watched } from "../support/runtime-contract/setting.ts";

test("an older snapshot's clone goes when another is used, and the snapshot when nothing uses it any more", async () => {
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
  const { databases } = runtime;
  const repo = "shop";
  const repository = { slug: repo, branches: async () => ["one", "two"] };
  const clean = () => cleanRepository(runtime, repository, { all: false, released: new Set() });
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
});
