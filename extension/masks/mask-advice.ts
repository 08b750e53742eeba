import * as vscode from "vscode";
import type { Listeners } from "../../agent/listeners.ts";
import type { Unmasked } from "../../agent/problem.ts";
import type { Picture } from "../picture.ts";
import { addRules, maskOffset, type NewRule } from "./add-rules.ts";
import { unmaskedColumns } from "./unmasked-columns.ts";

const source = "Slipway";

/** Marks the personal columns without a rule in an open slipway.json, and offers to write their rules. */
export class MaskAdvice implements vscode.CodeActionProvider {
  readonly #model: { readonly picture: Picture };
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("slipway.masks");
  readonly #disposables: vscode.Disposable;

  constructor(model: { readonly picture: Picture; readonly changes: Listeners<Picture> }) {
    this.#model = model;
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.#disposables = vscode.Disposable.from(
      this.#diagnostics,
      vscode.languages.registerCodeActionsProvider({ scheme: "file", pattern: "**/slipway.json" }, this, kinds),
      new vscode.Disposable(model.changes.add(() => vscode.workspace.textDocuments.forEach(this.#mark))),
      vscode.workspace.onDidOpenTextDocument(this.#mark),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#mark(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const marked = (this.#diagnostics.get(document.uri) ?? []).filter((one) => one.range.intersection(range));
    const columns = this.#columns(document);
    const all = columns.map(({ column, proposal }) => ({ column, rule: proposal }));
    const each = columns.flatMap(({ column, proposal }) => {
      const of = marked.filter(({ message }) => message.startsWith(`${column} `));
      return of.length === 0
        ? []
        : [
            action(document, `Mask ${column}: ${JSON.stringify(proposal)}`, [{ column, rule: proposal }], of),
            action(document, `Keep ${column} as it is`, [{ column, rule: "keep" }], of),
          ];
    });
    return each.length > 0 && all.length > 1
      ? [action(document, `Mask all ${all.length} columns as proposed`, all, marked), ...each]
      : each;
  }

  readonly #mark = (document: vscode.TextDocument): void => {
    const columns = this.#columns(document);
    const start = document.positionAt(maskOffset(document.getText()) ?? 0);
    const range = new vscode.Range(start, document.lineAt(start.line).range.end);
    this.#diagnostics.set(
      document.uri,
      columns.map(({ column, reason }) => {
        const message = `${column} has no rule: ${reason}`;
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
        return Object.assign(diagnostic, { source });
      }),
    );
  };

  #columns(document: vscode.TextDocument): readonly Unmasked[] {
    const isConfig = document.uri.scheme === "file" && document.uri.path.endsWith("/slipway.json");
    return isConfig ? unmaskedColumns(this.#model.picture, document.getText()) : [];
  }
}

function action(
  document: vscode.TextDocument,
  title: string,
  rules: readonly NewRule[],
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const insertion = addRules(document.getText(), rules);
  made.edit = new vscode.WorkspaceEdit();
  if (insertion) made.edit.insert(document.uri, document.positionAt(insertion.offset), insertion.text);
  made.diagnostics = diagnostics;
  return made;
}
