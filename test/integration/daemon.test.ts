import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { readAnnouncement, writeAnnouncement } from "../../agent/client/announcement.ts";
import { connectToRunning } from "../../agent/client/connect.ts";
import type { AskCredential, Composition } from "../../agent/daemon/composition.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { RunEvent } from "../../agent/protocol/run-event.ts";
import { Wire } from "../../agent/protocol/wire.ts";
import { readJournal } from "../../agent/run/journal.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces, testBuild } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { untilAborted } from "../support/until-aborted.ts";

const forever = new AbortController().signal;
const ship = { ...shopPlace, kind: "ship" as const };
const fold = (events: readonly RunEvent[]) => events.reduce<RunState | undefined>(foldRun, undefined);

/** A plan whose only stage waits to be let go. */
function gated() {
  const gate = Promise.withResolvers<string>();
  const stage = simpleStage("clone", [], (context) => Promise.race([gate.promise, untilAborted(context)]));
  return { open: () => gate.resolve("clone-1"), plan: () => shipPlan([stage]) };
}

describe("the door", () => {
  test("a client with the wrong token is refused, and told so", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({}));
    writeAnnouncement(places, { pid: process.pid, token: "guessed", build: testBuild });
    const connecting = connectToRunning(places, { client: "cli", build: testBuild, prepare: () => {} });
    await expect(connecting).rejects.toMatchObject({ code: "wrong-token" });
  });

  test("nothing is answered before the greeting", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({}));
    const wire = new Wire(connect(places.socket));
    wire.listen();
    await expect(wire.request(requests.runList, {})).rejects.toThrow("Unhandled method run/list");
    wire.close();
  });

  test("a second agent at the same address is refused, and the first one stays", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({}));
    await expect(hostDaemon(places, fakeComposition({}))).rejects.toMatchObject({ code: "agent-runs-already" });
    expect(await clientOf(places).request(requests.agentStatus, {})).toMatchObject({ pid: process.pid, clients: 1 });
  });

  test("a message that is malformed is refused by name", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({}));
    const wrong = clientOf(places).request(requests.runStart, { kind: "ship" } as never);
    await expect(wrong).rejects.toMatchObject({ what: "The request run/start is malformed", usage: true });
  });
});

test("what its client gives up the agent gives up too", async () => {
  const places = temporaryPlaces();
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const startTicket = async (_: unknown, __: number, ___: unknown, signal: AbortSignal) => {
    begun.resolve();
    await untilAborted({ signal }).finally(ended.resolve);
    throw new Error("It is over only when it is given up");
  };
  await hostDaemon(places, fakeComposition({}, { startTicket }));
  const abort = new AbortController();
  const asked = clientOf(places).request(requests.ticketStart, { ...shopPlace, ticket: 1 }, abort.signal);
  await begun.promise;
  abort.abort();
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  await ended.promise;
});

describe("runs", () => {
  test("a second run of the same change is refused while the first goes on, another change's is not", async () => {
    const places = temporaryPlaces();
    const { open, plan } = gated();
    await hostDaemon(
      places,
      fakeComposition({ ship: ({ ticket }) => ({ ...plan(), change: ticket === 2 ? "other" : "fix-delivery" }) }),
    );
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, ship);
    await expect(client.request(requests.runStart, ship)).rejects.toMatchObject({
      code: "run-in-progress",
      where: run,
    });
    const other = await client.request(requests.runStart, { ...ship, ticket: 2 });
    open();
    await client.followRun(run, () => {}, { signal: forever });
    await client.followRun(other.run, () => {}, { signal: forever });
    const again = await client.request(requests.runStart, ship);
    await client.followRun(again.run, () => {}, { signal: forever });
    expect((await client.request(requests.runList, {})).runs).toHaveLength(3);
  });

  test("what the planning throws is the answer, and no run is left", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({}));
    const client = clientOf(places);
    await expect(client.request(requests.runStart, ship)).rejects.toThrow("cannot do that");
    expect(await client.request(requests.runList, {})).toEqual({ runs: [] });
  });

  test("a cancelled run says so by its events; past the point of no return a cancel is refused", async () => {
    const places = temporaryPlaces();
    const { open, plan } = gated();
    await hostDaemon(
      places,
      fakeComposition({ ship: plan, release: () => ({ ...plan(), change: undefined, pointOfNoReturn: "clone" }) }),
    );
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, ship);
    await client.request(requests.runCancel, { run });
    const events: RunEvent[] = [];
    await client.followRun(run, (event) => events.push(event), { signal: forever });
    expect(fold(events)?.status).toBe("cancelled");

    const release = await client.request(requests.runStart, { ...ship, kind: "release" });
    await expect(client.request(requests.runCancel, release)).rejects.toMatchObject({ code: "too-late" });
    open();
    await client.followRun(release.run, (event) => events.push(event), { signal: forever });
    expect(events.at(-1)?.type).toBe("succeeded");
  });

  test("a stage's log is read from a byte on, and no run's name leads out of the folder", async () => {
    const places = temporaryPlaces();
    const build = simpleStage("build", [], async (context) => {
      context.log("one\ntwo\n");
      return "image";
    });
    await hostDaemon(places, fakeComposition({ ship: () => shipPlan([build]) }));
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, ship);
    await client.followRun(run, () => {}, { signal: forever });
    expect(await client.request(requests.runLog, { run, stage: "build", from: 4 })).toEqual({
      text: "two\n",
      next: 8,
      size: 8,
    });
    const outside = client.request(requests.runLog, { run: "../..", stage: "build", from: 0 });
    await expect(outside).rejects.toMatchObject({ code: "no-such-run" });
  });
});

describe("the agent's life", () => {
  test("it ends when nothing needs it any more, and leaves neither socket nor announcement", async () => {
    const places = temporaryPlaces();
    const { open, plan } = gated();
    const daemon = await hostDaemon(places, fakeComposition({ ship: plan }), { grace: 500 });
    const client = clientOf(places);
    await client.request(requests.runStart, ship);
    client.close();
    let ended = false;
    void daemon.ended.then(() => {
      ended = true;
    });
    // A run needs it, also without a client.
    await wait(1200);
    expect(ended).toBe(false);
    open();
    await daemon.ended;
    expect(existsSync(places.socket)).toBe(false);
    expect(readAnnouncement(places)).toBeUndefined();
  });

  test("it stays until it has put in order what a killed one has left, with nobody there to wait for it", async () => {
    const places = temporaryPlaces();
    const recovery = Promise.withResolvers<void>();
    const daemon = await hostDaemon(places, fakeComposition({}, { recover: () => recovery.promise }), { grace: 50 });
    const first = await Promise.race([daemon.ended.then(() => "ended"), wait(400).then(() => "stayed")]);
    expect(first).toBe("stayed");
    recovery.resolve();
    await daemon.ended;
  });

  test("it ends too when what it was needed for has ended without a word", async () => {
    const places = temporaryPlaces();
    let needed = true;
    const daemon = await hostDaemon(places, fakeComposition({}, { isNeeded: () => needed }), { grace: 50 });
    await expect(Promise.race([daemon.ended.then(() => "ended"), wait(400, "stayed")])).resolves.toBe("stayed");
    needed = false;
    await daemon.ended;
  });

  test("it stays until a request is answered, though who sent it is gone", async () => {
    const places = temporaryPlaces();
    const [begun, cleaned] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const clean = async () => {
      begun.resolve();
      await cleaned.promise;
      return { removed: [], kept: [], notes: [] };
    };
    const daemon = await hostDaemon(places, fakeComposition({}, { clean }), { grace: 50 });
    const client = clientOf(places);
    const cut = expect(client.request(requests.clean, { ...shopPlace, all: true })).rejects.toMatchObject({
      code: "connection-lost",
    });
    await begun.promise;
    client.close();
    await cut;
    await expect(Promise.race([daemon.ended.then(() => "ended"), wait(400, "stayed")])).resolves.toBe("stayed");
    cleaned.resolve();
    await daemon.ended;
  });

  test("it waits for no credential that only a client could hand over who is gone", async () => {
    const places = temporaryPlaces();
    const clean: Composition["clean"] = async (_, __, ask) => {
      const secret = await ask("forge", "GITHUB_TOKEN", { signal: forever, onWaiting: () => {} });
      return { removed: [], kept: [], notes: [secret.reveal()] };
    };
    const daemon = await hostDaemon(places, fakeComposition({}, { clean }), { grace: 50 });
    const client = clientOf(places, {
      credential: async () => {
        client.close();
        return null;
      },
    });
    const asked = client.request(requests.clean, { ...shopPlace, all: true });
    await expect(asked).rejects.toMatchObject({ code: "connection-lost" });
    await daemon.ended;
  });

  test("it does not stop while a run goes on, unless it is forced; then the run ends in order", async () => {
    const places = temporaryPlaces();
    const { plan } = gated();
    const daemon = await hostDaemon(places, fakeComposition({ ship: plan }));
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, ship);
    await expect(client.request(requests.agentStop, { force: false })).rejects.toMatchObject({
      code: "agent-busy",
      where: run,
    });
    await client.request(requests.agentStop, { force: true });
    await daemon.ended;
    await hostDaemon(places, fakeComposition({}));
    expect((await clientOf(places).request(requests.runList, {})).runs).toMatchObject([
      { id: run, status: "cancelled" },
    ]);
  });

  test("one that is ending greets nobody and begins nothing, and its clients can watch it to the end", async () => {
    const places = temporaryPlaces();
    const closing = Promise.withResolvers<void>();
    const daemon = await hostDaemon(
      places,
      fakeComposition({ ship: () => shipPlan([simpleStage("clone")]) }, { close: () => closing.promise }),
    );
    onTestFinished(() => closing.resolve());
    const introduction = { client: "cli" as const, build: testBuild, prepare: () => {} };
    const line = await connectToRunning(places, introduction);
    await line?.wire.request(requests.agentStop, { force: false });
    await expect(connectToRunning(places, introduction)).rejects.toMatchObject({ code: "agent-stopping" });
    await expect(line?.wire.request(requests.runStart, ship)).rejects.toMatchObject({ code: "agent-stopping" });
    expect(await line?.wire.request(requests.runList, {})).toEqual({ runs: [] });
    closing.resolve();
    await daemon.ended;
  });

  test("a run that is being planned is not lost to a stop, unless it is forced; then it never begins", async () => {
    const places = temporaryPlaces();
    const planning = Promise.withResolvers<void>();
    const planShip = async (_: unknown, { signal }: { signal: AbortSignal }) => {
      planning.resolve();
      await untilAborted({ signal }).catch(() => {});
      return shipPlan([simpleStage("clone")]);
    };
    const daemon = await hostDaemon(places, fakeComposition({}, { planShip }));
    const client = clientOf(places);
    const starting = client.request(requests.runStart, ship);
    const refused = expect(starting).rejects.toMatchObject({ code: "agent-ends" });
    await planning.promise;
    const stop = (force: boolean) => clientOf(places).request(requests.agentStop, { force });
    await expect(stop(false)).rejects.toMatchObject({ code: "agent-busy" });
    await stop(true);
    await refused;
    await daemon.ended;
    expect(existsSync(`${places.state}/runs`)).toBe(false);
  });

  test("a plan that does not end by itself is cancelled by its run's name, and holds up no forced stop", async () => {
    const places = temporaryPlaces();
    const planShip = () => new Promise<never>(() => {});
    const daemon = await hostDaemon(places, fakeComposition({}, { planShip }));
    const client = clientOf(places);
    const start = () => client.request(requests.runStart, ship);
    const cancelled = expect(start()).rejects.toMatchObject({ code: "not-begun" });
    const [run = ""] = (await client.request(requests.agentStatus, {})).runs;
    await client.request(requests.runCancel, { run });
    await cancelled;
    const stopped = expect(start()).rejects.toMatchObject({ code: "agent-ends" });
    await client.request(requests.agentStop, { force: true });
    await stopped;
    await daemon.ended;
  });

  test("a run that waits for a credential when the agent is told to stop fails for want of it", async () => {
    const places = temporaryPlaces();
    const rollback = simpleStage("switch", [], async (context) => {
      await alone.promise;
      await asking?.("forge", "GITHUB_TOKEN", { signal: context.signal, onWaiting: () => waiting.resolve() });
      return "switched";
    });
    const [alone, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let asking: AskCredential | undefined;
    const plan = (_: unknown, __: unknown, ask: AskCredential) => {
      asking = ask;
      return { ...shipPlan([rollback]), pointOfNoReturn: "switch" };
    };
    const daemon = await hostDaemon(places, fakeComposition({ ship: plan }));
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, ship);
    client.close();
    alone.resolve();
    await waiting.promise;
    await clientOf(places).request(requests.agentStop, { force: true });
    await daemon.ended;
    expect(readJournal(join(places.state, "runs", run, "journal.jsonl")).at(-1)).toMatchObject({
      type: "failed",
      problem: { code: "credential-missing" },
    });
  });

  test("clients hear of a run that begins and ends", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({ ship: () => shipPlan([simpleStage("clone")]) }));
    const client = clientOf(places);
    const twice = Promise.withResolvers<void>();
    const seen: number[] = [];
    client.worldChanges.add((seq) => {
      seen.push(seq);
      if (seen.length === 2) twice.resolve();
    });
    await client.request(requests.runStart, ship);
    await twice.promise;
    expect(seen).toEqual([1, 2]);
  });
});
