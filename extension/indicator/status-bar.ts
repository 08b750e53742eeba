import * as vscode from "vscode";
import type { CommandId } from "../commands/ids.ts";
import type { Picture } from "../picture.ts";
import { deployStatus } from "./deploy-status.ts";
import { faceOf } from "./face.ts";

/** Paints the deploy indicator, now and whenever `paint` is called. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("deploy", vscode.StatusBarAlignment.Left, 10);

  constructor(picture: Picture) {
    this.#item.name = "Slipway: Deploy Indicator";
    this.#item.command = "slipway.showActions" satisfies CommandId;
    this.paint(picture);
    this.#item.show();
  }

  paint(picture: Picture): void {
    const { text, tooltip, spoken, alarming } = faceOf(deployStatus(picture));
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: spoken, role: "button" };
    this.#item.backgroundColor = alarming ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
