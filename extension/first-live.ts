import * as vscode from "vscode";
import type { RunState } from "../agent/protocol/fold-run.ts";
import { formatSeconds } from "./duration.ts";
import type { Model } from "./model.ts";

const openedKey = "slipway.openedAt";
const toldKey = "slipway.firstLiveTold";
/** Whoever comes back another day was not shipping all the time. Milliseconds. */
const longest = 12 * 3_600_000;

/**
 * Says once in a folder how long it took from opening it to the first change that was live: the walkthrough ends with it.
 */
export function tellFirstLive(memory: vscode.Memento, model: Model): vscode.Disposable {
  if (model.picture.folder !== undefined && memory.get(openedKey) === undefined)
    void memory.update(openedKey, Date.now());
  return new vscode.Disposable(model.ended.add((run) => void tell(memory, run)));
}

async function tell(memory: vscode.Memento, { kind, status, change, startedAt, seconds = 0 }: RunState): Promise<void> {
  const openedAt = memory.get<number>(openedKey);
  if (kind !== "release" || status !== "succeeded" || change === undefined || openedAt === undefined) return;
  if (memory.get(toldKey) || startedAt < openedAt) return;
  await memory.update(toldKey, true);
  const took = startedAt + seconds * 1000 - openedAt;
  if (took > longest || vscode.workspace.getConfiguration("slipway").get("notifications") === "never") return;
  const open = "Open Production";
  const chosen = await vscode.window.showInformationMessage(
    `Your first change is live, ${formatSeconds(took / 1000)} after you opened this folder.`,
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand("slipway.openProduction");
}
