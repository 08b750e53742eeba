import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { outputOf } from "../picture.ts";
import { openUrl } from "./open-url.ts";

/** Opens production as this change's release left it. */
export async function openProduction({ model }: Parts): Promise<void> {
  const url = outputOf(model.picture, "release", "production.url");
  if (url) await openUrl(url);
  else void vscode.window.showInformationMessage("This change is not live yet: merge and deploy it first.");
}
