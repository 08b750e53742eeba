import * as vscode from "vscode";
import { buildId } from "../../agent/build-id.ts";
import { connectToRunning, type Line } from "../../agent/client/connect.ts";
import { stopAgent } from "../../agent/client/stop-agent.ts";
import { Problem } from "../../agent/problem.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { withProgress } from "../progress.ts";

const confirmation = "Restart Anyway";

/** Ends the agent and starts it again; the practice company wakes with it. */
export async function restartAgent({ client, model, places }: Parts): Promise<void> {
  const { company, connection } = model.picture;
  // This window would put an agent of its own older version in the place of the newer one.
  if (connection.kind === "unreachable" && connection.problem.code === "client-outdated") {
    throw new Problem(connection.problem);
  }
  await withProgress("Slipway", async ({ say, signal }) => {
    say("Restarting the agent");
    if (!(await stopRunning(places, signal))) return;
    await model.refresh();
    const { connection: now } = model.picture;
    if (now.kind === "unreachable") throw new Problem(now.problem);
    if (!company) return;
    say("Waking the practice company");
    await client.request(requests.practiceStart, { runtime: company.runtime, environment: environment() });
    await model.refresh();
  });
}

/**
 * Over a line of its own: the window has none while an agent of another protocol is busy.
 * @returns false where a run goes on and the person would rather keep it.
 */
async function stopRunning(places: Parts["places"], signal: AbortSignal): Promise<boolean> {
  let line: Line | undefined;
  try {
    line = await connectToRunning(places, { client: "editor", build: buildId, prepare: () => {} });
    if (!line || (await stopsIdle(line, signal))) return true;
    const chosen = await vscode.window.showWarningMessage(
      "A run is going on. Restart the agent?",
      { modal: true, detail: "The run is cancelled, unless it is changing production: that is waited for." },
      confirmation,
    );
    if (chosen !== confirmation) return false;
    await stopAgent(line, { force: true, signal });
  } catch (error) {
    // None that runs is what was wanted.
    if (!(error instanceof Problem) || error.code !== "connection-lost") throw error;
  } finally {
    line?.wire.close();
  }
  return true;
}

async function stopsIdle(line: Line, signal: AbortSignal): Promise<boolean> {
  try {
    await stopAgent(line, { force: false, signal });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "agent-busy") return false;
    throw error;
  }
}
