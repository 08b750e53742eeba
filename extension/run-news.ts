import * as vscode from "vscode";
import type { RunState } from "../agent/protocol/fold-run.ts";
import type { Model } from "./model.ts";
import { reportRun } from "./report.ts";

const awaitedKey = "slipway.awaitedRuns";

/** Tells how the runs that this window started have ended, also where it was reloaded in between. */
export class RunNews {
  readonly #memory: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;

  constructor(memory: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#memory = memory;
    this.#log = log;
  }

  /** From now on the person is told of this run's end here. */
  async expect(run: string): Promise<void> {
    await this.#memory.update(awaitedKey, [...this.#awaited(), run]);
  }

  listen(model: Model): vscode.Disposable {
    return new vscode.Disposable(model.ended.add((run) => void this.#tell(run)));
  }

  async #tell(run: RunState): Promise<void> {
    const awaited = this.#awaited();
    if (!awaited.includes(run.id)) return;
    await this.#memory.update(
      awaitedKey,
      awaited.filter((id) => id !== run.id),
    );
    const kind = run.kind === "ship" || run.kind === "rollback" ? run.kind : "release";
    this.#log.info(`${run.title}: ${run.status}`);
    const wanted = vscode.workspace.getConfiguration("slipway").get<string>("notifications", "failures");
    if (wanted === "never") return;
    if (run.status === "failed" && run.problem) reportRun(this.#log, run.problem, kind);
    if (run.status === "succeeded" && wanted === "always") await tellSuccess(kind);
  }

  #awaited(): readonly string[] {
    return this.#memory.get<string[]>(awaitedKey, []);
  }
}

const successes = {
  ship: ["The preview is ready.", "Open Preview", "slipway.openPreview"],
  release: ["The change is live.", "Open Production", "slipway.openProduction"],
  rollback: ["Production is back at the earlier release.", "Show Run", "slipway.showRun"],
} as const;

async function tellSuccess(kind: keyof typeof successes): Promise<void> {
  const [message, title, command] = successes[kind];
  const chosen = await vscode.window.showInformationMessage(message, title);
  if (chosen) await vscode.commands.executeCommand(command);
}
