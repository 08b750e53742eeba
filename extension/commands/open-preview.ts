import * as vscode from "vscode";
import { answers } from "../../agent/client/answers.ts";
import { Problem } from "../../agent/problem.ts";
import type { Parts } from "../parts.ts";
import { outputOf } from "../picture.ts";
import { openUrl } from "./open-url.ts";

/** Opens the preview where the person looks at web pages. */
export async function openPreview({ model }: Parts): Promise<void> {
  const url = outputOf(model.picture, "ship", "preview.url");
  const localUrl = outputOf(model.picture, "ship", "preview.localUrl") ?? url;
  if (url === undefined || localUrl === undefined) {
    void vscode.window.showInformationMessage("This change has no preview yet: ship it first.");
    return;
  }
  if (!(await answers(url))) throw asleep(url);
  // Names below localhost are known on this machine only: far from it the number is what can be forwarded.
  if (await openUrl(vscode.env.remoteName === undefined ? url : localUrl)) model.sawPreview();
}

function asleep(where: string): Problem {
  return new Problem({
    what: "The preview does not answer",
    where,
    why: "its app was stopped",
    next: "Ship again: what was built is kept, and the preview starts anew.",
    code: "preview-asleep",
  });
}
