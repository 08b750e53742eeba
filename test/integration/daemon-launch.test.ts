import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { connectToRunning, type Introduction } from "../../agent/client/connect.ts";
import { connectOrLaunch } from "../../agent/client/connect-or-launch.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { clientOf, shopPlace } from "../support/daemon.ts";
import { launchPlaces } from "../support/launch-places.ts";

const smallAgent = fileURLToPath(new URL("../support/small-agent.ts", import.meta.url));
const forever = new AbortController().signal;
const introduction = (build = "source"): Introduction => ({ client: "cli", build, prepare: () => {} });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("the first client starts the agent, the second one finds it", async () => {
  const places = launchPlaces();
  const first = await connectOrLaunch(places, smallAgent, introduction());
  const second = await connectOrLaunch(places, smallAgent, introduction());
  expect(first.agent.pid).not.toBe(process.pid);
  expect(second.agent.pid).toBe(first.agent.pid);
  expect(await second.wire.request(requests.agentStatus, {})).toMatchObject({ clients: 2, runs: [] });
  first.wire.close();
  second.wire.close();
});

test("clients that start it at the same moment end at one agent", async () => {
  const places = launchPlaces();
  const lines = await Promise.all([1, 2, 3].map(() => connectOrLaunch(places, smallAgent, introduction())));
  expect(new Set(lines.map(({ agent }) => agent.pid)).size).toBe(1);
  for (const { wire } of lines) wire.close();
});

test("an agent of another build is used until its run is over, and then makes room", async () => {
  const places = launchPlaces();
  const old = await connectOrLaunch(places, smallAgent, introduction());
  const { run } = await old.wire.request(requests.runStart, { ...shopPlace, kind: "ship" });
  const busy = await connectOrLaunch(places, smallAgent, introduction("newer"));
  expect(busy.agent.pid).toBe(old.agent.pid);
  await busy.wire.request(requests.runCancel, { run });
  const newer = await connectOrLaunch(places, smallAgent, introduction("newer"));
  expect(newer.agent.pid).not.toBe(old.agent.pid);
  expect(isAlive(old.agent.pid)).toBe(false);
  newer.wire.close();
});

test("a client that has replaced an agent holds one line to the new one, and closes it", async () => {
  const places = launchPlaces();
  const old = await connectOrLaunch(places, smallAgent, introduction());
  const client = clientOf(places, { agentFile: smallAgent, build: "newer" });
  const status = await client.request(requests.agentStatus, {});
  expect(status).toMatchObject({ clients: 1 });
  expect(status.pid).not.toBe(old.agent.pid);
  // Without its line the old one would have ended by itself.
  old.wire.close();
  expect(await client.request(requests.agentStatus, {})).toMatchObject({ clients: 1 });
  const other = await connectToRunning(places, introduction());
  client.close();
  await expect.poll(() => other?.wire.request(requests.agentStatus, {})).toMatchObject({ clients: 1 });
  other?.wire.close();
});

test("killed in the middle of a run, the next agent ends it, and who follows it hears of it", async () => {
  const places = launchPlaces();
  const client = clientOf(places, { agentFile: smallAgent });
  const { run } = await client.request(requests.runStart, { ...shopPlace, kind: "ship" });
  const { pid } = await client.request(requests.agentStatus, {});
  let state: RunState | undefined;
  await client.followRun(
    run,
    (event) => {
      state = foldRun(state, event);
      if (event.type === "progress") process.kill(pid, "SIGKILL");
    },
    { signal: forever },
  );
  expect(state).toMatchObject({ status: "failed", problem: { code: "interrupted" } });
  expect(state?.stages.map(({ status }) => status)).toEqual(["failed", "skipped"]);
  expect((await client.request(requests.agentStatus, {})).pid).not.toBe(pid);
});

test("a run that is asked of an agent that is ending is begun by the next one", async () => {
  const places = launchPlaces();
  const client = clientOf(places, { agentFile: smallAgent });
  const { pid } = await client.request(requests.agentStatus, {});
  const hold = join(places.state, "hold-closing");
  writeFileSync(hold, "");
  await client.request(requests.agentStop, { force: false });
  const starting = [client, clientOf(places, { agentFile: smallAgent })].map((one, ticket) =>
    one.request(requests.runStart, { ...shopPlace, kind: "ship", directory: `/work/shop-${ticket}` }),
  );
  await expect.poll(() => readFileSync(join(places.state, "agent.log"), "utf8")).toContain("closing");
  rmSync(hold);
  const runs = await Promise.all(starting);
  const status = await client.request(requests.agentStatus, {});
  expect(status.pid).not.toBe(pid);
  expect(new Set(status.runs)).toEqual(new Set(runs.map(({ run }) => run)));
});

test("a killed agent's socket and announcement are in nobody's way", async () => {
  const places = launchPlaces();
  const first = await connectOrLaunch(places, smallAgent, introduction());
  process.kill(first.agent.pid, "SIGKILL");
  await expect.poll(() => isAlive(first.agent.pid)).toBe(false);
  expect(existsSync(places.socket)).toBe(true);
  const second = await connectOrLaunch(places, smallAgent, introduction());
  expect(second.agent.pid).not.toBe(first.agent.pid);
  second.wire.close();
});

test("an agent that cannot start is told at once, with where its output is", async () => {
  const places = launchPlaces();
  const broken = join(places.state, "broken.js");
  writeFileSync(broken, "process.exit(3);");
  const began = Date.now();
  await expect(connectOrLaunch(places, broken, introduction())).rejects.toMatchObject({
    code: "agent-not-started",
    why: "it ended at once (exit code 3)",
    next: expect.stringContaining("agent.log"),
  });
  expect(Date.now() - began).toBeLessThan(5000);
});
