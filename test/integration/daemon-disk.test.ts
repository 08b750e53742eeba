import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { ProcessGroup } from "../../agent/process/process-group.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { RunEvent } from "../../agent/protocol/run-event.ts";
import { readJournal } from "../../agent/run/journal.ts";
import type { StageContext } from "../../agent/run/stage.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { canMount, smallDisk } from "../support/small-disk.ts";
import { untilAborted } from "../support/until-aborted.ts";

const forever = new AbortController().signal;
const ship = { ...shopPlace, kind: "ship" as const };

/** A real command that prints about 28 KB from the stream of its process. */
async function print({ log }: StageContext): Promise<string> {
  const group = new ProcessGroup({ command: "seq 1 6000", directory: tmpdir(), env: {}, onOutput: log });
  group.begin();
  return String(await group.ended);
}

async function agentOnSmallDisk(...stages: Parameters<typeof shipPlan>[0]) {
  const places = temporaryPlaces();
  const disk = await smallDisk(places.state);
  const closed = Promise.withResolvers<void>();
  const composition = fakeComposition({ ship: () => shipPlan(stages) }, { close: async () => closed.resolve() });
  const daemon = await hostDaemon(places, composition);
  const client = clientOf(places);
  const follow = async (run: string) => {
    let state: RunState | undefined;
    const take = (event: RunEvent) => {
      state = foldRun(state, event);
    };
    await client.followRun(run, take, { signal: forever });
    return state;
  };
  return { places, disk, client, daemon, follow, closed: closed.promise };
}

test.skipIf(!canMount)("a run on a full disk fails and says so, and the next one is not in its way", async () => {
  const gate = Promise.withResolvers<void>();
  const build = simpleStage("build", [], async (context) => {
    context.progress("waiting");
    await gate.promise;
    return print(context);
  });
  const { places, disk, client, daemon, follow } = await agentOnSmallDisk(build, simpleStage("migrate", [build]));
  const first = await client.request(requests.runStart, ship);
  disk.fill();
  gate.resolve();
  const state = await follow(first.run);
  expect(state).toMatchObject({
    status: "failed",
    problem: { what: "The disk is full", code: "disk-full", where: expect.stringContaining(first.run) },
    stages: [{ status: "failed" }, { status: "skipped" }],
  });
  expect(state?.problem?.next).toContain("Make room");
  // Who comes later hears it too, though the disk has not taken it.
  expect(await follow(first.run)).toEqual(state);

  disk.empty();
  const second = await client.request(requests.runStart, ship);
  expect(await follow(second.run)).toMatchObject({ status: "succeeded" });
  await daemon.stop();
  expect(readJournal(`${places.state}/runs/${first.run}/journal.jsonl`).at(-1)).toMatchObject({ type: "failed" });
});

test.skipIf(!canMount)("a run that begins on a full disk fails and says so", async () => {
  const { disk, client, follow } = await agentOnSmallDisk(simpleStage("build", [], print));
  const { run } = await client.request(requests.runStart, ship);
  expect(await follow(run)).toMatchObject({ status: "succeeded" });
  disk.fill();
  const refused = await client.request(requests.runStart, ship).then((next) => follow(next.run));
  expect(refused).toMatchObject({ status: "failed", problem: { code: "disk-full" } });
});

test.skipIf(!canMount)("where room comes before a stage ends, its run and its log are whole", async () => {
  const full = Promise.withResolvers<{ fill(): void; empty(): void }>();
  const build = simpleStage("build", [], async (context) => {
    const disk = await full.promise;
    disk.fill();
    const printed = await print(context);
    disk.empty();
    return printed;
  });
  const { disk, client, follow } = await agentOnSmallDisk(build);
  const { run } = await client.request(requests.runStart, ship);
  full.resolve(disk);
  expect(await follow(run)).toMatchObject({ status: "succeeded" });
  const { text } = await client.request(requests.runLog, { run, stage: "build", from: 0 });
  expect(text).toBe(Array.from({ length: 6000 }, (_, index) => `${index + 1}\n`).join(""));
});

test.skipIf(!canMount)("forced to stop on a full disk, the agent ends its runs and all else that it has", async () => {
  const clone = simpleStage("clone", [], async (context) => {
    try {
      return await untilAborted(context);
    } finally {
      // More than the last block of the journal's file still takes.
      context.progress("cleaning up ".repeat(1000));
    }
  });
  const { disk, client, daemon, closed } = await agentOnSmallDisk(clone);
  await client.request(requests.runStart, ship);
  disk.fill();
  await client.request(requests.agentStop, { force: true });
  await closed;
  await daemon.ended;
});
