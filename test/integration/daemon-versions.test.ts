import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import type { Introduction } from "../../agent/client/connect.ts";
import { connectOrLaunch } from "../../agent/client/connect-or-launch.ts";
import type { Places } from "../../agent/places.ts";
import { request } from "../../agent/protocol/define.ts";
import { protocolVersion, requests } from "../../agent/protocol/messages.ts";
import type { Wire } from "../../agent/protocol/wire.ts";
import { agentOfBuild } from "../support/agent-of-build.ts";
import { slipway } from "../support/command-line.ts";
import { clientOf, shopPlace, temporaryPlaces } from "../support/daemon.ts";
import { launchPlaces } from "../support/launch-places.ts";
import { otherAgent } from "../support/other-agent.ts";

const older = "0.1.0+aaaaaaaaaaaa";
const newer = "0.2.0+bbbbbbbbbbbb";
const as = (build: string, client: "cli" | "editor" = "cli"): Introduction => ({ client, build, prepare: () => {} });

/** A window: it asks anew when its line is cut, and tells the build of the agent that it has. */
function openWindow(places: Places, build: string) {
  const client = clientOf(places, { client: "editor", build, agentFile: agentOfBuild(places, build) });
  const builds: string[] = [];
  const ask = async () => builds.push((await client.request(requests.agentStatus, {})).build);
  const asked = { last: ask() };
  const stop = client.cuts.add(() => {
    asked.last = ask();
  });
  onTestFinished(stop);
  return { client, builds, asked };
}

describe("an agent of the same protocol and another version", () => {
  test("does what it is asked while it is busy, and makes room when it is idle", async () => {
    const places = launchPlaces();
    const before = clientOf(places, { build: older, agentFile: agentOfBuild(places, older) });
    const { run } = await before.request(requests.runStart, { ...shopPlace, kind: "ship" });
    before.close();
    const command = (...args: string[]) =>
      slipway(places, args, { build: newer, agentFile: agentOfBuild(places, newer), directory: "/work/shop" });
    const status = command("status", run);
    expect(await status.ended).toBe(0);
    expect(status.stdout.text).toContain("clone");
    const cancel = command("cancel", run, "--json");
    expect(await cancel.ended).toBe(0);
    expect(cancel.stdout.objects.at(-1)).toMatchObject({ kind: "run", id: run, status: "cancelled" });
    const next = await connectOrLaunch(places, agentOfBuild(places, newer), as(newer));
    expect(next.agent.build).toBe(newer);
    next.wire.close();
  });

  test("keeps its place where it is the newer one, also before a new client", async () => {
    const places = launchPlaces();
    const first = await connectOrLaunch(places, agentOfBuild(places, newer), as(newer));
    const second = await connectOrLaunch(places, agentOfBuild(places, older), as(older));
    expect(second.agent).toEqual(first.agent);
    for (const { wire } of [first, second]) wire.close();
  });

  test.each([
    ["of an older version", older],
    ["of the same version, built otherwise", "0.2.0+cccccccccccc"],
  ])("is not replaced in turn by a window %s", async (_, build) => {
    const places = launchPlaces();
    const window = openWindow(places, build);
    await window.asked.last;
    const next = openWindow(places, newer);
    await next.asked.last;
    await expect.poll(() => window.builds).toEqual([build, newer]);
    const { pid } = await next.client.request(requests.agentStatus, {});
    window.client.cut();
    await expect.poll(() => window.builds).toEqual([build, newer, newer]);
    expect(await next.client.request(requests.agentStatus, {})).toMatchObject({ pid, clients: 2 });
    expect(next.builds).toEqual([newer]);
  });
});

describe("an agent of another protocol", () => {
  test("is not spoken to where it is newer, and what to do is said", async () => {
    const places = temporaryPlaces();
    const { stops } = await otherAgent(places, { protocol: protocolVersion + 1 });
    const refusal = (client: "editor" | "cli") => connectOrLaunch(places, "no-agent.js", as(newer, client));
    await expect(refusal("editor")).rejects.toMatchObject({
      code: "client-outdated",
      next: expect.stringContaining("Reload this window"),
    });
    await expect(refusal("cli")).rejects.toMatchObject({ next: expect.stringContaining("slipway agent stop --force") });
    expect(stops).toEqual([]);
  });

  test("is not spoken to where it is older and busy, and can be stopped by force", async () => {
    const places = temporaryPlaces();
    const { stops } = await otherAgent(places, { protocol: protocolVersion - 1, busy: true });
    const status = slipway(places, ["status"]);
    expect(await status.ended).toBe(1);
    expect(status.stderr.text).toContain("An agent of an older Slipway is busy");
    expect(status.stderr.text).toContain("slipway agent stop --force");
    expect(stops).toEqual([]);
    expect(await slipway(places, ["agent", "stop"]).ended).toBe(1);
    expect(await slipway(places, ["agent", "stop", "--force"]).ended).toBe(0);
    expect(stops).toEqual([true]);
  });

  test("makes room where it is older and idle", async () => {
    const places = launchPlaces();
    const { stops } = await otherAgent(places, { protocol: protocolVersion - 1 });
    const { agent, wire } = await connectOrLaunch(places, agentOfBuild(places, newer), as(newer));
    expect(agent).toMatchObject({ build: newer, protocol: protocolVersion });
    expect(stops).toEqual([false]);
    wire.close();
  });
});

test("an answer that is not what was agreed is no lost connection: following a run ends with it", async () => {
  const places = temporaryPlaces();
  const subscribe = request("run/subscribe", z.object({}), z.object({ events: z.array(z.unknown()) }));
  let asked = 0;
  const more = (wire: Wire) =>
    wire.answer(subscribe, async () => {
      asked += 1;
      return { events: [{ type: "of a later version" }] };
    });
  await otherAgent(places, { protocol: protocolVersion, busy: true, more });
  const following = clientOf(places).followRun("a-run", () => {}, { signal: new AbortController().signal });
  await expect(following).rejects.toMatchObject({
    code: "answer-malformed",
    what: expect.stringContaining("run/subscribe"),
  });
  expect(asked).toBe(1);
});
