import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "../is-alive.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { requests } from "../protocol/messages.ts";
import { connectToRunning, type Introduction, type Line } from "./connect.ts";
import { agentEnvironment } from "./environment.ts";
import { untilStopped } from "./until-stopped.ts";

/** How long an agent may take until it answers. Starting takes about a quarter of a second. */
const startTimeout = 15_000;
const pollInterval = 25;

/** Connects to an agent of our own build: the one that runs, a new one, or a new one in the place of another build. */
export async function connectOrLaunch(places: Places, agentFile: string, introduction: Introduction): Promise<Line> {
  const running = await connectToRunning(places, introduction).catch((error) => untilStopped(places, error));
  if (running?.agent.build === introduction.build) return running;
  if (running) await replace(running, places);
  return launch(places, agentFile, introduction);
}

/** Starts an agent of its own, detached: it outlives the client that started it. */
async function launch(places: Places, agentFile: string, introduction: Introduction): Promise<Line> {
  const output = openSync(join(places.state, "agent.log"), "a", 0o600);
  const child = spawn(process.execPath, [agentFile], {
    detached: true,
    stdio: ["ignore", output, output],
    // In the editor's own process execPath is Electron, which runs as plain Node when told so.
    env: { ...agentEnvironment(process.env), ...(process.versions.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {}) },
    windowsHide: true,
  });
  closeSync(output);
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  // One that ends well has found that another agent runs already.
  child.once("exit", (code, signal) => {
    if (code !== 0) failure = `it ended at once (${signal ?? `exit code ${code}`})`;
  });
  child.unref();
  for (let waited = 0; waited < startTimeout && failure === undefined; waited += pollInterval) {
    const line = await connectToRunning(places, introduction).catch(unlessStarting);
    if (line) return line;
    await wait(pollInterval);
  }
  throw new Problem({
    what: "The agent did not start",
    where: agentFile,
    why: failure ?? `it did not answer within ${startTimeout / 1000} s`,
    next: `Its output is in ${join(places.state, "agent.log")}.`,
    code: "agent-not-started",
  });
}

/** An agent that listens but has not announced itself yet does not know the token of the one before it. */
function unlessStarting(error: unknown): undefined {
  if (error instanceof Problem && ["wrong-token", "connection-lost"].includes(error.code)) return;
  throw error;
}

/** Asks an agent of another build to make room. It refuses while a run is going: nobody's run is lost to an update. */
async function replace(line: Line, places: Places): Promise<void> {
  try {
    await line.wire.request(requests.agentStop, { force: false });
  } finally {
    line.wire.close();
  }
  for (let waited = 0; waited < startTimeout; waited += pollInterval) {
    if (!isAlive(line.agent.pid)) return;
    await wait(pollInterval);
  }
  throw new Problem({
    what: "An agent of another version did not stop",
    where: `process ${line.agent.pid}`,
    next: `End it by hand, then try again. Its output is in ${join(places.state, "agent.log")}.`,
    code: "agent-not-replaced",
  });
}
