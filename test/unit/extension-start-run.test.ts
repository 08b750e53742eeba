import { expect, test } from "vitest";
import type { AgentClient } from "../../agent/client/agent-client.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { startRun } from "../../extension/start-run.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { untilAborted } from "../support/until-aborted.ts";

const ship = { ...shopPlace, kind: "ship" } as const;

/** An agent whose runs go on until they are cancelled, and are planned only when `plan` is called. */
async function slowAgent() {
  const places = temporaryPlaces();
  const asked = Promise.withResolvers<void>();
  const planned = Promise.withResolvers<void>();
  const build = simpleStage("build", [], untilAborted);
  const planShip = async () => {
    asked.resolve();
    await planned.promise;
    return shipPlan([build]);
  };
  await hostDaemon(places, fakeComposition({}, { planShip, isNeeded: () => true }));
  return { client: clientOf(places), asked: asked.promise, plan: planned.resolve };
}

async function onlyRun(client: AgentClient): Promise<RunState | undefined> {
  const { runs } = await client.request(requests.runList, {});
  expect(runs).toHaveLength(1);
  const { events } = await client.request(requests.runSubscribe, { run: runs[0]?.id ?? "", after: 0 });
  return events.reduce<RunState | undefined>(foldRun, undefined);
}

test("a cancel while the agent still plans the run cancels it", async () => {
  const { client, asked, plan } = await slowAgent();
  const abort = new AbortController();
  const starting = startRun(client, ship, abort.signal);
  await asked;
  abort.abort();
  plan();
  await expect(starting).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(async () => (await onlyRun(client))?.status).toBe("cancelled");
});

test("a cancel after the agent has answered cancels the run", async () => {
  const { client, plan } = await slowAgent();
  const abort = new AbortController();
  plan();
  const run = await startRun(client, ship, abort.signal);
  expect(await onlyRun(client)).toMatchObject({ id: run, status: "running" });
  abort.abort();
  await expect.poll(async () => (await onlyRun(client))?.status).toBe("cancelled");
});

test("what was cancelled before the agent is asked starts nothing", async () => {
  const { client, plan } = await slowAgent();
  plan();
  await expect(startRun(client, ship, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
  expect(await client.request(requests.runList, {})).toEqual({ runs: [] });
});
