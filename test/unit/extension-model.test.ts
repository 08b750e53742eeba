import { expect, test } from "vitest";
import type { Composition } from "../../agent/daemon/composition.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { StageContext } from "../../agent/run/stage.ts";
import { firstPicture } from "../../extension/picture.ts";
import { configFileOf, placeOf } from "../../extension/place.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { hostAgent, openWindow } from "../support/window-on-agent.ts";

const repository = {
  root: "/work/shop",
  configured: true,
  branch: "fix-delivery",
  change: "fix-delivery",
  base: "main",
  dirty: 0,
};
const ship = { ...shopPlace, kind: "ship" } as const;

/** A run of three stages; the second one goes on until it is let go, and says something whenever it is told to. */
function gatedPlan(more: Parameters<typeof shipPlan>[1] = {}) {
  const gate = Promise.withResolvers<void>();
  let context: StageContext | undefined;
  const first = simpleStage("preflight");
  const second = simpleStage("build", [first], async (given) => {
    context = given;
    await gate.promise;
    return "built";
  });
  const plan = shipPlan([first, second, simpleStage("preview", [second])], more);
  return { plan, open: gate.resolve, say: (message: string) => context?.progress(message) };
}

/** The run as its journal has it. */
async function journalled(client: ReturnType<typeof clientOf>, run: string): Promise<RunState | undefined> {
  const { events } = await client.request(requests.runSubscribe, { run, after: 0 });
  return events.reduce<RunState | undefined>(foldRun, undefined);
}

test("a window that opens in the middle of a run knows all of it, and follows it to its end", async () => {
  const places = temporaryPlaces();
  const { plan, open, say } = gatedPlan();
  await hostAgent(places, [plan], repository);
  const other = clientOf(places);
  const { run } = await other.request(requests.runStart, ship);
  await expect.poll(async () => (await journalled(other, run))?.stages[1]?.status).toBe("running");
  say("compiling");

  const { model } = openWindow(places);
  const ended: string[] = [];
  model.ended.add(({ id }) => ended.push(id));
  await model.refresh();
  expect(model.picture.connection).toEqual({ kind: "connected" });
  expect(model.picture.runs).toEqual([await journalled(other, run)]);
  expect(model.picture.runs[0]?.stages[1]).toMatchObject({ status: "running", message: "compiling" });

  open();
  await expect.poll(() => model.picture.runs[0]?.status).toBe("succeeded");
  expect(model.picture.runs).toEqual([await journalled(other, run)]);
  expect(ended).toEqual([run]);
});

test("a run that a terminal starts shows up by itself", async () => {
  const places = temporaryPlaces();
  const { plan, open } = gatedPlan();
  await hostAgent(places, [plan], repository);
  const { model } = openWindow(places);
  await model.refresh();
  expect(model.picture.runs).toEqual([]);
  await clientOf(places).request(requests.runStart, ship);
  await expect.poll(() => model.picture.runs[0]?.stages[1]?.status).toBe("running");
  open();
  await expect.poll(() => model.picture.runs[0]?.status).toBe("succeeded");
});

test("a line that is cut is mended, and nothing is lost", async () => {
  const places = temporaryPlaces();
  const { plan, open, say } = gatedPlan();
  await hostAgent(places, [plan], repository);
  const { client, model } = openWindow(places);
  await model.refresh();
  const { run } = await client.request(requests.runStart, ship);
  await expect.poll(() => model.picture.runs[0]?.stages[1]?.status).toBe("running");
  for (let count = 1; count <= 5; count++) {
    client.cut();
    say(`step ${count}`);
    await expect.poll(() => model.picture.runs[0]?.stages[1]?.message).toBe(`step ${count}`);
  }
  open();
  await expect.poll(() => model.picture.runs[0]?.status).toBe("succeeded");
  expect(model.picture.connection).toEqual({ kind: "connected" });
  expect(model.picture.runs).toEqual([await journalled(clientOf(places), run)]);
});

test("runs of other folders are not shown, nor what other changes came to", async () => {
  const places = temporaryPlaces();
  const plans = [
    shipPlan([simpleStage("one")], { change: "other" }),
    shipPlan([simpleStage("one")], { title: "older" }),
    shipPlan([simpleStage("one")], { title: "newest" }),
    shipPlan([simpleStage("one")], { title: "elsewhere", directory: "/work/other" }),
  ];
  await hostAgent(places, plans, repository);
  const client = clientOf(places);
  while (plans.length > 0) {
    const { run } = await client.request(requests.runStart, ship);
    await client.followRun(run, () => {}, { signal: new AbortController().signal });
  }
  const { model } = openWindow(places);
  await model.refresh();
  expect(model.picture.runs.map(({ title }) => title)).toEqual(["newest"]);
});

test("an agent that cannot be reached is said, and found when it is there", async () => {
  const places = temporaryPlaces();
  const { model, problems } = openWindow(places);
  await model.refresh();
  expect(model.picture.connection).toMatchObject({ kind: "unreachable", problem: { code: "agent-not-started" } });
  expect(problems).toEqual(["agent-not-started"]);
  await hostAgent(places, [], repository);
  // By itself: it looks again after a while.
  await expect.poll(() => model.picture.connection.kind, { timeout: 5000 }).toBe("connected");
});

test("nothing is asked of an agent for a folder that is not trusted", async () => {
  const places = temporaryPlaces();
  await hostAgent(places, [], repository);
  const { model, client } = openWindow(places, { trusted: false });
  const watching = clientOf(places);
  const clients = async () => (await watching.request(requests.agentStatus, {})).clients;
  await model.refresh();
  expect(model.picture.connection.kind).toBe("untrusted");
  expect(await clients()).toBe(1);
  model.trust();
  await expect.poll(() => model.picture.connection.kind).toBe("connected");
  expect(await clients()).toBe(2);
  client.close();
});

test("slipway.json is looked for where the setting says, from the moment on that it does", async () => {
  const places = temporaryPlaces();
  const repositoryState: Composition["repositoryState"] = async ({ config }) => ({
    ...repository,
    configured: config?.startsWith("apps/") === true,
  });
  await hostDaemon(places, fakeComposition({}, { repositoryState, isNeeded: () => true }));
  const { model } = openWindow(places);
  await model.refresh();
  expect(model.picture.repository?.configured).toBe(false);
  expect(configFileOf(model.picture)).toBe("/work/shop/slipway.json");
  model.configure("apps/web/slipway.json");
  expect(placeOf(model.picture)).toMatchObject({ directory: "/work/shop", config: "apps/web/slipway.json" });
  await expect.poll(() => model.picture.repository?.configured).toBe(true);
  expect(configFileOf(model.picture)).toBe("/work/shop/apps/web/slipway.json");

  const { model: reloaded } = openWindow(places, { config: "apps/web/slipway.json" });
  await reloaded.refresh();
  expect(reloaded.picture.repository?.configured).toBe(true);
});

test("slipway.json of a window on a folder below the root is the root's", () => {
  const below = { ...firstPicture("/work/shop/apps/web", true), repository };
  expect(configFileOf(below)).toBe("/work/shop/slipway.json");
  expect(configFileOf({ ...below, config: "apps/web/slipway.json" })).toBe("/work/shop/apps/web/slipway.json");
  expect(configFileOf(firstPicture(undefined, true))).toBeUndefined();
});

test("pictures are replaced, never edited", async () => {
  const places = temporaryPlaces();
  const { plan, open } = gatedPlan();
  await hostAgent(places, [plan], repository);
  const { client, model } = openWindow(places);
  const pictures: unknown[] = [];
  const texts: string[] = [];
  model.changes.add((picture) => {
    pictures.push(picture);
    texts.push(JSON.stringify(picture));
  });
  await model.refresh();
  await client.request(requests.runStart, ship);
  open();
  await expect.poll(() => model.picture.runs[0]?.status).toBe("succeeded");
  expect(pictures.map((picture) => JSON.stringify(picture))).toEqual(texts);
  expect(new Set(pictures).size).toBe(pictures.length);
});
