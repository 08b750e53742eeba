import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { readAnnouncement } from "./announcement.ts";
import { connectToRunning, type Introduction, type Line } from "./connect.ts";
import { agentEnvironment } from "./environment.ts";

/** How long an agent may take until it answers. Starting takes about a quarter of a second. */
const startTimeout = 15_000;
const pollInterval = 25;

/**
 * Starts an agent, detached: it outlives the client that started it.
 * @returns a line to it, or to another one that was started at the same moment: then it is not the client's `own`.
 */
export async function launch(
  places: Places,
  agentFile: string,
  introduction: Introduction,
): Promise<{ line: Line; own: boolean }> {
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
  let found: string | undefined;
  child.once("exit", (code, signal) => {
    // One that ends well has found that another agent runs already.
    if (code === 0) found = "another agent has the state folder, and nobody can connect to it";
    else failure = `it ended at once (${signal ?? `exit code ${code}`})`;
  });
  child.unref();
  for (let waited = 0; waited < startTimeout && failure === undefined; waited += pollInterval) {
    const line = await connectToRunning(places, introduction).catch(unlessStarting);
    if (line) return { line, own: line.agent.pid === child.pid };
    await wait(pollInterval);
  }
  throw new Problem({
    what: "The agent did not start",
    where: agentFile,
    why: failure ?? found ?? `it did not answer within ${startTimeout / 1000} s`,
    next: found ? endByHand(places) : `Its output is in ${join(places.state, "agent.log")}.`,
    code: "agent-not-started",
  });
}

/** The socket of an agent that lives can have been removed: then only its number is known. */
function endByHand(places: Places): string {
  const pid = readAnnouncement(places)?.pid;
  return `End ${pid === undefined ? "it" : `process ${pid}`} by hand, then try again.`;
}

/** An agent that listens but has not announced itself yet does not know the token of the one before it. */
export function unlessStarting(error: unknown): undefined {
  if (error instanceof Problem && ["wrong-token", "connection-lost"].includes(error.code)) return;
  throw error;
}
