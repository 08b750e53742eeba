import * as vscode from "vscode";
import type { RepositorySummary } from "../../agent/protocol/repository-summary.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";
import { startRun } from "../start-run.ts";
import { suggestMessage } from "../suggest-message.ts";

/** Ships the branch that is checked out. Uncommitted work is committed first, with a message that the person gives. */
export async function ship(parts: Parts): Promise<void> {
  const { model, client, news } = parts;
  const place = placeOf(model.picture);
  await vscode.workspace.saveAll();
  const run = await withProgress("Slipway", async (watched) => {
    watched.say("Looking at the change");
    await wakeCompany(parts, watched);
    await model.refresh();
    watched.signal.throwIfAborted();
    const commit = await commitOf(model.picture.repository);
    if (!commit) return undefined;
    return startRun(client, { ...place, kind: "ship", ...commit }, watched.signal);
  });
  if (!run) return;
  await news.expect(run);
  await vscode.commands.executeCommand("workbench.view.extension.slipway");
}

/** The message for uncommitted work; undefined where the person would rather not. */
async function commitOf(repository: RepositorySummary | undefined): Promise<{ commitMessage?: string } | undefined> {
  const { dirty = 0, branch, base } = repository ?? {};
  // What else is wrong is said by the agent, and nothing is committed then.
  if (dirty === 0 || branch === undefined || branch === base) return {};
  const commitMessage = await vscode.window.showInputBox({
    title: "Commit and Ship",
    prompt: `${dirty === 1 ? "One file has" : `${dirty} files have`} uncommitted work. What does it do?`,
    value: suggestMessage(branch),
    validateInput: (text) => (text.trim() === "" ? "A commit needs a message." : undefined),
    ignoreFocusOut: true,
  });
  return commitMessage === undefined ? undefined : { commitMessage };
}
