import * as vscode from "vscode";
import { Problem } from "../../agent/problem.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { withProgress } from "../progress.ts";

const confirmation = "Restart Anyway";

/** Ends the agent and starts it again; the practice company wakes with it. */
export async function restartAgent(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const { company } = model.picture;
  await withProgress("Slipway", async ({ say }) => {
    say("Restarting the agent");
    if (!(await stopAgent(parts))) return;
    await model.refresh();
    const { connection } = model.picture;
    if (connection.kind === "unreachable") throw new Problem(connection.problem);
    if (!company) return;
    say("Waking the practice company");
    await client.request(requests.practiceStart, { runtime: company.runtime, environment: environment() });
    await model.refresh();
  });
}

/** @returns false where a run goes on and the person would rather keep it. */
async function stopAgent({ client }: Parts): Promise<boolean> {
  try {
    await stopAndWait({ client }, false);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // None that runs is what was wanted.
    if (error.code !== "agent-busy") return true;
  }
  const chosen = await vscode.window.showWarningMessage(
    "A run is going on. Restart the agent?",
    { modal: true, detail: "The run is cancelled, unless it is changing production: that is waited for." },
    confirmation,
  );
  if (chosen !== confirmation) return false;
  await stopAndWait({ client }, true);
  return true;
}

/** The line is cut when the agent has put everything away. */
async function stopAndWait({ client }: Pick<Parts, "client">, force: boolean): Promise<void> {
  const gone = Promise.withResolvers<void>();
  const stop = client.cuts.add(() => gone.resolve());
  try {
    await client.request(requests.agentStop, { force });
    await gone.promise;
  } finally {
    stop();
  }
}
