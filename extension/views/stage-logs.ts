import * as vscode from "vscode";
import type { AgentClient } from "../../agent/client/agent-client.ts";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { Model } from "../model.ts";
import { stageLogText } from "./stage-log-text.ts";
import { readStageLogUri, type StageLogTarget, stageLogScheme } from "./stage-log-uri.ts";

interface OpenLog extends StageLogTarget {
  readonly uri: vscode.Uri;
  printed: string;
  /** The byte to read on from. */
  next: number;
  reading: boolean;
  /** What the last text was made of; it stays when the run is not followed any more. */
  shown: StageState | undefined;
}

/** Gives stages' logs as read-only documents that grow while the stage goes on. */
export class StageLogs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changes.event;
  readonly #client: AgentClient;
  readonly #model: Model;
  readonly #open = new Map<string, OpenLog>();
  readonly #disposables: vscode.Disposable[];

  constructor(client: AgentClient, model: Model) {
    this.#client = client;
    this.#model = model;
    this.#disposables = [
      this.#changes,
      vscode.workspace.registerTextDocumentContentProvider(stageLogScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#open.delete(uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => scrollAlong(document)),
      new vscode.Disposable(model.changes.add(() => this.#readAll())),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const target = readStageLogUri(uri);
    if (!target) return "";
    const log = this.#open.get(uri.toString()) ?? {
      ...target,
      uri,
      printed: "",
      next: 0,
      reading: false,
      shown: undefined,
    };
    if (!this.#open.has(uri.toString())) {
      this.#open.set(uri.toString(), log);
      await this.#read(log);
    }
    log.shown = this.#stage(log);
    return stageLogText(log.printed, log.shown);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #readAll(): void {
    for (const log of this.#open.values()) {
      if (log.shown === this.#stage(log) || log.reading) continue;
      void this.#read(log).then(() => this.#changes.fire(log.uri));
    }
  }

  /** Reads what is new. What could not be read is read at the next change. */
  async #read(log: OpenLog): Promise<void> {
    // A tab that was open when the folder was still trusted is opened again with the window.
    if (this.#model.picture.connection.kind === "untrusted") return;
    log.reading = true;
    try {
      for (;;) {
        const { run, stage, next: from } = log;
        const { text, next, size } = await this.#client.request(requests.runLog, { run, stage, from });
        log.printed += text;
        log.next = next;
        if (next >= size || text === "") return;
      }
    } catch {
      // The agent is away: the picture changes when it is back.
    } finally {
      log.reading = false;
    }
  }

  #stage({ run, stage, shown }: OpenLog): StageState | undefined {
    const followed = this.#model.picture.runs.find(({ id }) => id === run);
    return followed?.stages.find(({ name }) => name === stage) ?? shown;
  }
}

/** Whoever is at a log's end stays at its end. */
function scrollAlong(document: vscode.TextDocument): void {
  if (document.uri.scheme !== stageLogScheme) return;
  for (const editor of vscode.window.visibleTextEditors.filter((editor) => editor.document === document)) {
    const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
    const end = document.lineCount - 1;
    // Somebody who has scrolled up reads.
    if (end - seen > 40 && seen > 0 && editor.selection.active.line < end - 40) continue;
    editor.revealRange(new vscode.Range(end, 0, end, 0), vscode.TextEditorRevealType.Default);
  }
}
