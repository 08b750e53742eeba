import * as vscode from "vscode";
import type { Parts } from "./parts.ts";

const walkthrough = "slipway.slipway#first-day";
const continueKey = "slipway.continueWalkthroughIn";

export async function openWalkthrough({ keys }: Pick<Parts, "keys">): Promise<void> {
  await keys.whileAllAreFalse(() =>
    vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough, false),
  );
}

/** Whoever goes from the walkthrough to another folder finds it open there. */
export async function continueWalkthroughIn({ globalState }: vscode.ExtensionContext, folder: string): Promise<void> {
  await globalState.update(continueKey, folder);
}

/** Opens the walkthrough in a window that was opened from it, once. */
export async function continueWalkthrough({ context, keys, model }: Parts): Promise<void> {
  const { folder } = model.picture;
  if (folder === undefined || context.globalState.get(continueKey) !== folder) return;
  await context.globalState.update(continueKey, undefined);
  await openWalkthrough({ keys });
}
