import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { requests } from "../../agent/protocol/messages.ts";
import type { RunEvent } from "../../agent/protocol/run-event.ts";
import { readJournal } from "../../agent/run/journal.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";

const forever = new AbortController().signal;
const cuts = 20;

/** A run that says much, until it is told that enough has happened. */
function talkativePlan(enough: AbortSignal) {
  const talk = (name: string) =>
    simpleStage(name, [], async (context) => {
      for (let line = 1; !enough.aborted; line++) {
        context.progress(`${name} ${line}`, (line % 100) / 100);
        context.log(`${name} prints ${line}\n`);
        await wait(Math.random() * 4);
      }
      return name;
    });
  const clone = talk("clone");
  const build = talk("build");
  return shipPlan([clone, build, simpleStage("migrate", [clone, build])]);
}

test("two clients on one run, one of them cut twenty times at random moments: both get the journal's exact events", async () => {
  const places = temporaryPlaces();
  const enough = new AbortController();
  await hostDaemon(places, fakeComposition({ ship: () => talkativePlan(enough.signal) }));
  const steady = clientOf(places);
  const unsteady = clientOf(places);
  const { run } = await steady.request(requests.runStart, { ...shopPlace, kind: "ship" });

  const seen: Record<"steady" | "unsteady", RunEvent[]> = { steady: [], unsteady: [] };
  const following = Promise.all([
    steady.followRun(run, (event) => seen.steady.push(event), { signal: forever }),
    unsteady.followRun(run, (event) => seen.unsteady.push(event), { signal: forever }),
  ]);
  let lost = 0;
  unsteady.cuts.add(() => lost++);
  for (let cut = 0; cut < cuts; cut++) {
    // Also in the middle of the connecting, the greeting and the subscribing.
    await wait(Math.random() * 120);
    unsteady.cut();
  }
  enough.abort();
  await following;

  const journal = readJournal(join(places.state, "runs", run, "journal.jsonl"));
  expect(journal.at(-1)).toMatchObject({ type: "succeeded" });
  expect(journal.length).toBeGreaterThan(100);
  expect(lost).toBeGreaterThan(0);
  expect(seen.steady).toEqual(journal);
  expect(seen.unsteady).toEqual(journal);
});

test("a client that comes when the run is over gets all of it, and one that knows all of it is let go", async () => {
  const places = temporaryPlaces();
  await hostDaemon(places, fakeComposition({ ship: () => shipPlan([simpleStage("clone")]) }));
  const first = clientOf(places);
  const { run } = await first.request(requests.runStart, { ...shopPlace, kind: "ship" });
  const events: RunEvent[] = [];
  await first.followRun(run, (event) => events.push(event), { signal: forever });

  const late: RunEvent[] = [];
  await clientOf(places).followRun(run, (event) => late.push(event), { signal: forever });
  expect(late).toEqual(events);
  const nothing: RunEvent[] = [];
  await first.followRun(run, (event) => nothing.push(event), { after: events.length, signal: forever });
  expect(nothing).toEqual([]);
});

test("who stops following lets the run go on", async () => {
  const places = temporaryPlaces();
  const enough = new AbortController();
  await hostDaemon(places, fakeComposition({ ship: () => talkativePlan(enough.signal) }));
  const client = clientOf(places);
  const { run } = await client.request(requests.runStart, { ...shopPlace, kind: "ship" });
  const leaving = new AbortController();
  const following = client.followRun(run, (event) => event.seq === 10 && leaving.abort(), { signal: leaving.signal });
  await expect(following).rejects.toThrow("aborted");
  const { runs } = await client.request(requests.runList, {});
  expect(runs).toMatchObject([{ id: run, status: "running" }]);
  enough.abort();
  await client.followRun(run, () => {}, { signal: forever });
});
