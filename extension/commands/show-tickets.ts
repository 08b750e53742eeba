import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";

/** Shows the repository's tickets in their view. */
export async function showTickets(parts: Parts): Promise<void> {
  await vscode.commands.executeCommand("slipway.tickets.focus");
  await withProgress("Slipway", async (watched) => {
    watched.say("Looking for tickets");
    await wakeCompany(parts, watched);
    await parts.views.loadTickets();
  });
}
