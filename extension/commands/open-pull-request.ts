import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { outputOf } from "../picture.ts";
import { openUrl } from "./open-url.ts";

export async function openPullRequest({ model }: Parts): Promise<void> {
  const url = outputOf(model.picture, "ship", "pullRequest.url");
  if (url) await openUrl(url);
  else void vscode.window.showInformationMessage("This change has no pull request yet: ship it first.");
}
