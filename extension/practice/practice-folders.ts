import { join } from "node:path";
import * as vscode from "vscode";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import type { Parts } from "../parts.ts";

const foldersKey = "slipway.practiceFolders";

/** Where a company's repository is cloned to unless the person says otherwise: each company has a folder of its own. */
export function ownFolder({ places }: Parts, { id, repository }: PracticeCompany): string {
  return join(places.state, "practice-clones", id, repository.replace("/", "-"));
}

/** The runtime of the company that a folder was cloned from, or of any; it may be asleep now. Undefined for no company's. */
export function practiceRuntime({ context }: Parts, folder?: string): PracticeCompany["runtime"] | undefined {
  const known = folders(context);
  return folder === undefined ? Object.values(known)[0] : known[folder];
}

export async function rememberPracticeFolder({ context }: Parts, folder: string, { runtime }: PracticeCompany) {
  await context.globalState.update(foldersKey, { ...folders(context), [folder]: runtime });
}

/** The company is gone for good: so are the clones in Slipway's own folder, but for one that a window has open. */
export async function forgetPracticeFolders({ context, places }: Parts): Promise<void> {
  await context.globalState.update(foldersKey, undefined);
  const clones = vscode.Uri.file(join(places.state, "practice-clones"));
  const open = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath.startsWith(clones.fsPath));
  if (!open) await vscode.workspace.fs.delete(clones, { recursive: true }).then(undefined, () => {});
}

function folders({ globalState }: vscode.ExtensionContext): Readonly<Record<string, PracticeCompany["runtime"]>> {
  return globalState.get(foldersKey, {});
}
