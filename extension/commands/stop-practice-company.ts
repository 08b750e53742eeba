import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { forgetPracticeFolders } from "../practice/practice-folders.ts";
import { withProgress } from "../progress.ts";

const confirmation = "Stop and Remove";

/** Takes the practice company down with all it has, after the person has said yes. */
export async function stopPracticeCompany(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const chosen = await vscode.window.showWarningMessage(
    "Stop the practice company?",
    { modal: true, detail: "Its shop, its database, its tickets and its repository are removed from this machine." },
    confirmation,
  );
  if (chosen !== confirmation) return;
  await withProgress("Practice company", async ({ say }) => {
    say("Taking it down");
    await client.request(requests.practiceStop, { environment: environment() });
  });
  await forgetPracticeFolders(parts);
  await model.refresh();
}
