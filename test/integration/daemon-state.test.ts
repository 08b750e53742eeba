import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Announcement, announcementFile, readAnnouncement } from "../../agent/client/announcement.ts";
import type { Line } from "../../agent/client/connect.ts";
import { connectOrLaunch } from "../../agent/client/connect-or-launch.ts";
import { claimState } from "../../agent/daemon/claim-state.ts";
import { isAlive } from "../../agent/is-alive.ts";
import { findPlaces, type Places } from "../../agent/places.ts";
import { identifyProcess } from "../../agent/process/process-identity.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { clientOf, hostDaemon, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { untilAborted } from "../support/until-aborted.ts";

const smallAgent = fileURLToPath(new URL("../support/small-agent.ts", import.meta.url));
const endless = () => shipPlan([simpleStage("clone", [], untilAborted)]);

/** The places that a login finds, without SLIPWAY_HOME: its variables are those of the test's process from now on. */
function logIn(variables: Readonly<Record<string, string | undefined>>): Places {
  for (const [name, value] of Object.entries({ SLIPWAY_HOME: undefined, ...variables })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return findPlaces();
}

function folderIn(root: string, name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Connects, launches if need be; the agent is gone when the test ends. */
async function agentAt(places: Places): Promise<Line> {
  const line = await connectOrLaunch(places, smallAgent, { client: "cli", build: "source", prepare: () => {} });
  onTestFinished(async () => {
    await line.wire.request(requests.agentStop, { force: true }).catch(() => {});
    line.wire.close();
    await expect.poll(() => isAlive(line.agent.pid)).toBe(false);
  });
  return line;
}

describe("one state folder has one agent", () => {
  test("whatever a login's other folders are", async () => {
    const root = temporaryFolder();
    const XDG_DATA_HOME = folderIn(root, "data");
    const XDG_CACHE_HOME = folderIn(root, "cache");
    const desktop = { XDG_DATA_HOME, XDG_CACHE_HOME, XDG_RUNTIME_DIR: folderIn(root, "run") };
    const first = await agentAt(logIn(desktop));
    const { run } = await first.wire.request(requests.runStart, { ...shopPlace, kind: "ship" });
    const second = await agentAt(logIn({ ...desktop, XDG_RUNTIME_DIR: undefined, TMPDIR: folderIn(root, "tmp") }));
    expect(second.agent.pid).toBe(first.agent.pid);
    expect((await second.wire.request(requests.runList, {})).runs).toMatchObject([{ id: run, status: "running" }]);
  });

  test("and another state folder of the same login has another one", async () => {
    const root = temporaryFolder();
    const shared = { XDG_CACHE_HOME: folderIn(root, "cache"), XDG_RUNTIME_DIR: folderIn(root, "run") };
    const terminal = await agentAt(logIn({ ...shared, XDG_DATA_HOME: folderIn(root, "data") }));
    const snap = await agentAt(logIn({ ...shared, XDG_DATA_HOME: folderIn(root, "snap") }));
    expect(snap.agent.pid).not.toBe(terminal.agent.pid);
    expect(isAlive(terminal.agent.pid)).toBe(true);
  });

  test("also when nobody can connect to it any more: its run goes on in the journal", async () => {
    const places = temporaryPlaces();
    await hostDaemon(places, fakeComposition({ ship: endless }));
    const client = clientOf(places);
    const { run } = await client.request(requests.runStart, { ...shopPlace, kind: "ship" });
    const announced = readAnnouncement(places);
    rmSync(places.socket);
    await expect(hostDaemon(places, fakeComposition({}))).rejects.toMatchObject({
      code: "agent-runs-already",
      where: `process ${process.pid}`,
    });
    expect(readAnnouncement(places)).toEqual(announced);
    expect((await client.request(requests.runList, {})).runs).toMatchObject([{ id: run, status: "running" }]);
  });

  test("a client that cannot connect to it says which process has the state", async () => {
    const root = temporaryFolder();
    const places = logIn({ SLIPWAY_HOME: root });
    await hostDaemon(places, fakeComposition({}, { isNeeded: () => true }));
    rmSync(places.socket);
    await expect(clientOf(places, { agentFile: smallAgent }).request(requests.runList, {})).rejects.toMatchObject({
      code: "agent-not-started",
      why: expect.stringContaining("another agent has the state folder"),
      next: `End process ${process.pid} by hand, then try again.`,
    });
  });
});

describe("the claim on a state folder", () => {
  const dead: Announcement = { pid: 1, started: "in another life", token: "old", build: "source" };
  const claimant = async (token: string): Promise<Announcement> => ({
    ...dead,
    ...(await identifyProcess(process.pid)),
    token,
  });

  test.each([
    ["nobody's", undefined],
    ["a dead agent's", JSON.stringify(dead)],
    ["one that was cut short", '{"pid":'],
  ])("is won by one of many that come at once: %s", async (_, before) => {
    for (let round = 0; round < 20; round++) {
      const places = temporaryPlaces();
      if (before !== undefined) writeFileSync(announcementFile(places), before);
      const names = ["a", "b", "c", "d"];
      const claims = await Promise.all(names.map(claimant));
      const results = await Promise.allSettled(claims.map((claim) => claimState(places, claim)));
      const winners = names.filter((_name, index) => results[index]?.status === "fulfilled");
      expect(winners).toHaveLength(1);
      expect(readAnnouncement(places)?.token).toBe(winners[0]);
      expect(statSync(announcementFile(places)).mode & 0o777).toBe(0o600);
    }
  });
});
