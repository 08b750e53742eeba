import * as vscode from "vscode";
import type { Parts } from "../parts.ts";

/** Signs the person in to GitHub, or asks for a token where the repository lives elsewhere. */
export async function connectGitHub({ credentials, model }: Parts): Promise<void> {
  const connected = await credentials.connectForge();
  model.connectForge(connected);
  if (connected) vscode.window.setStatusBarMessage("GitHub is connected", 5000);
}
