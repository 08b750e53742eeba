import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { RunEvent } from "../../agent/protocol/run-event.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";

const forever = new AbortController().signal;
const ship = { ...shopPlace, kind: "ship" as const };
const fold = (events: readonly RunEvent[]) => events.reduce<RunState | undefined>(foldRun, undefined);

describe("credentials", () => {
  /** A plan whose stage asks for production's URL once its gate is open. */
  function asking() {
    const gate = Promise.withResolvers<void>();
    const composition = fakeComposition({
      ship: (_, __, ask) =>
        shipPlan([
          simpleStage("clone", [], async ({ signal, waiting, log }) => {
            await gate.promise;
            const secret = await ask("source", "PRODUCTION_DATABASE_URL", { signal, onWaiting: waiting });
            log(`reading ${secret.reveal()}\n`);
            return `connected to ${secret.reveal()}`;
          }),
        ]),
    });
    return { open: () => gate.resolve(), composition };
  }
  const url = "postgres://app/s3cret-name";

  test("the client that started the run is asked, and what it hands over is in no journal and no log", async () => {
    const places = temporaryPlaces();
    const { open, composition } = asking();
    await hostDaemon(places, composition);
    const asked: string[] = [];
    const client = clientOf(places, {
      credential: async (purpose, name) => {
        asked.push(`${purpose} ${name}`);
        return url;
      },
    });
    open();
    const { run } = await client.request(requests.runStart, ship);
    const events: RunEvent[] = [];
    await client.followRun(run, (event) => events.push(event), { signal: forever });
    expect(asked).toEqual(["source PRODUCTION_DATABASE_URL"]);
    expect(fold(events)?.stages[0]).toMatchObject({ status: "succeeded", output: "connected to ***" });
    const folder = join(places.state, "runs", run);
    for (const file of ["journal.jsonl", "clone.log"])
      expect(readFileSync(join(folder, file), "utf8")).not.toContain(url);
  });

  test("the run waits when nobody is there, and goes on with the next client", async () => {
    const places = temporaryPlaces();
    const { open, composition } = asking();
    await hostDaemon(places, composition);
    const starter = clientOf(places);
    const { run } = await starter.request(requests.runStart, ship);
    starter.close();
    const statuses: unknown[] = [];
    let state: RunState | undefined;
    const watcher = clientOf(places, { credential: async () => url });
    // Nobody follows, so nobody can be asked.
    await waitFor(watcher, (clients) => clients === 1);
    open();
    await waitForStatus(watcher, "waiting");
    await watcher.followRun(
      run,
      (event) => {
        state = foldRun(state, event);
        if (state && statuses.at(-1) !== state.status) statuses.push(state.status);
      },
      { signal: forever },
    );
    expect(statuses).toEqual(["running", "waiting", "running", "succeeded"]);
  });

  test("a client that is there but does not have it is told what to set", async () => {
    const places = temporaryPlaces();
    const { open, composition } = asking();
    await hostDaemon(places, composition);
    const client = clientOf(places);
    open();
    const { run } = await client.request(requests.runStart, ship);
    const events: RunEvent[] = [];
    await client.followRun(run, (event) => events.push(event), { signal: forever });
    expect(fold(events)?.problem).toMatchObject({
      code: "credential-missing",
      what: "PRODUCTION_DATABASE_URL is not set",
      next: expect.stringContaining("PRODUCTION_DATABASE_URL"),
    });
  });

  test("a client that subscribes again on the same line is still asked", async () => {
    const places = temporaryPlaces();
    const { open, composition } = asking();
    await hostDaemon(places, composition);
    const starter = clientOf(places);
    const { run } = await starter.request(requests.runStart, ship);
    starter.close();
    const client = clientOf(places, { credential: async () => url });
    await client.request(requests.runSubscribe, { run, after: 0 });
    await client.request(requests.runSubscribe, { run, after: 0 });
    open();
    await waitForStatus(client, "succeeded");
  });

  test("a cancel ends a run whose client is still thinking about its answer", async () => {
    const places = temporaryPlaces();
    const { open, composition } = asking();
    await hostDaemon(places, composition);
    const asked = Promise.withResolvers<void>();
    const client = clientOf(places, {
      credential: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    open();
    const { run } = await client.request(requests.runStart, ship);
    await asked.promise;
    await client.request(requests.runCancel, { run });
    const events: RunEvent[] = [];
    await client.followRun(run, (event) => events.push(event), { signal: forever });
    expect(fold(events)?.status).toBe("cancelled");
  });

  test.each(["cancelled", "failed"] as const)("what a run still asks is taken back when it has %s", async (end) => {
    const places = temporaryPlaces();
    const composition = fakeComposition({
      ship: (_, __, ask) =>
        shipPlan([
          simpleStage("preview", [], async ({ signal, waiting }) => {
            const names = ["MAIL_KEY", "THEME_KEY", "THEME_KEY"];
            await Promise.all(names.map((name) => ask("app", name, { signal, onWaiting: waiting })));
            return "up";
          }),
        ]),
    });
    await hostDaemon(places, composition);
    const asked: string[] = [];
    const themeAsked = Promise.withResolvers<void>();
    const themeWithdrawn = Promise.withResolvers<void>();
    const mail = Promise.withResolvers<null>();
    const client = clientOf(places, {
      credential: (_, name, withdrawn) => {
        asked.push(name);
        if (name === "MAIL_KEY") return mail.promise;
        withdrawn.addEventListener("abort", () => themeWithdrawn.resolve());
        themeAsked.resolve();
        return new Promise(() => {});
      },
    });
    const { run } = await client.request(requests.runStart, ship);
    await themeAsked.promise;
    if (end === "failed") mail.resolve(null);
    else await client.request(requests.runCancel, { run });
    await themeWithdrawn.promise;
    await waitForStatus(client, end);
    // Whoever wants the same at the same time shares the answer.
    expect(asked).toEqual(["MAIL_KEY", "THEME_KEY"]);
  });

  /** Waits for the world to change until the newest run has this status. */
  async function waitForStatus(client: ReturnType<typeof clientOf>, status: RunState["status"]): Promise<void> {
    await expect.poll(async () => (await client.request(requests.runList, {})).runs[0]?.status).toBe(status);
  }

  async function waitFor(client: ReturnType<typeof clientOf>, fits: (clients: number) => boolean): Promise<void> {
    await expect.poll(async () => fits((await client.request(requests.agentStatus, {})).clients)).toBe(true);
  }
});
