import { join } from "node:path";
import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { foundCompany } from "../practice/found-company.ts";
import { foundProduction } from "../practice/found-production.ts";
import { ownFolder, rememberPracticeFolder } from "../practice/practice-folders.ts";
import { unlessAborted, withProgress } from "../progress.ts";
import { continueWalkthroughIn } from "../walkthrough.ts";

/** Founds the practice company, clones its repository, opens its shop, and goes there. */
export async function tryPracticeCompany(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const folderFor = await chooseFolder(parts);
  if (!folderFor) return;
  const { directory, company } = await withProgress("Practice company", async (watched) => {
    watched.say("Founding it");
    const company = await foundCompany(parts, watched);
    const directory = folderFor(company);
    watched.say("Cloning its repository");
    const checkout = client.request(requests.practiceCheckout, { directory, environment: environment() });
    await unlessAborted(watched.signal, checkout);
    watched.say("Opening its shop");
    await foundProduction(parts, directory, watched);
    return { directory, company };
  });
  await rememberPracticeFolder(parts, directory, company);
  if (model.picture.folder === directory) return model.refresh();
  await continueWalkthroughIn(parts.context, directory);
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(directory), { forceNewWindow });
}

/** Where the clone is to lie; undefined where the person would rather not. */
async function chooseFolder(parts: Parts): Promise<((company: PracticeCompany) => string) | undefined> {
  const own = {
    label: "$(mortar-board) In Slipway's own folder",
    detail: "It goes when the practice company is stopped",
    pick: false,
  };
  const other = { label: "$(folder) Choose a folder…", detail: "A folder for the clone is made in it", pick: true };
  const chosen = await vscode.window.showQuickPick([own, other], {
    title: "Try the Practice Company",
    placeHolder: "A small company on this machine, to ship without fear. Where shall its repository be cloned to?",
  });
  if (!chosen) return undefined;
  if (!chosen.pick) return (company) => ownFolder(parts, company);
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: "Clone Here",
  });
  const parent = picked?.[0];
  return parent && ((company) => join(parent.fsPath, company.repository.replace("/", "-")));
}
