import * as vscode from "vscode";
import type { Listeners } from "../../agent/listeners.ts";
import type { Picture } from "../picture.ts";
import { configFileOf } from "../place.ts";
import { addRules, type NewRule, readMasks } from "./add-rules.ts";
import { unmaskedColumns } from "./unmasked-columns.ts";

/** What is known of the window's runs, and when that changes. */
export interface Runs {
  readonly picture: Picture;
  readonly changes: Listeners<Picture>;
}

/** Where the settings name no other, one that lies beside an app counts too. */
function isConfig(picture: Picture, { path, fsPath }: vscode.Uri): boolean {
  return picture.config === undefined ? path.endsWith("/slipway.json") : fsPath === configFileOf(picture);
}

/** Marks the personal columns without a rule in an open slipway.json, and offers to write their rules. */
export function adviseMasks(model: Runs): vscode.Disposable {
  const { languages, workspace } = vscode;
  const marks = languages.createDiagnosticCollection("slipway.masks");
  const columnsOf = (document: vscode.TextDocument) =>
    isConfig(model.picture, document.uri) ? unmaskedColumns(model.picture, document.getText()) : [];

  const mark = (document: vscode.TextDocument) => {
    const { line } = document.positionAt(readMasks(document.getText()).mask?.offset ?? 0);
    const told = columnsOf(document).map(
      ({ column, reason }) =>
        new vscode.Diagnostic(
          document.lineAt(line).range,
          `${column} has no rule: ${reason}`,
          vscode.DiagnosticSeverity.Warning,
        ),
    );
    marks.set(document.uri, told);
  };

  const provideCodeActions = (document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] => {
    const told = (marks.get(document.uri) ?? []).filter((one) => one.range.intersection(range));
    const write = (title: string, rules: readonly NewRule[]) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      const { offset, text } = addRules(document.getText(), rules) ?? { offset: 0, text: "" };
      action.edit = new vscode.WorkspaceEdit();
      action.edit.insert(document.uri, document.positionAt(offset), text);
      action.diagnostics = told.filter(({ message }) => rules.some(({ column }) => message.startsWith(`${column} `)));
      return action;
    };
    const proposed = told.length > 0 ? columnsOf(document) : [];
    const all = proposed.map(({ column, proposal }) => ({ column, rule: JSON.stringify(proposal) }));
    return [
      ...(all.length > 1 ? [write(`Mask all ${all.length} columns as proposed`, all)] : []),
      ...all.flatMap((rule) => [
        write(`Mask ${rule.column}: ${rule.rule}`, [rule]),
        write(`Keep ${rule.column} as it is`, [{ ...rule, rule: '"keep"' }]),
      ]),
    ];
  };

  return vscode.Disposable.from(
    marks,
    languages.registerCodeActionsProvider({ scheme: "file", pattern: "**/*.{json,jsonc}" }, { provideCodeActions }),
    new vscode.Disposable(model.changes.add(() => workspace.textDocuments.forEach(mark))),
    workspace.onDidOpenTextDocument(mark),
    workspace.onDidChangeTextDocument(({ document }) => mark(document)),
    workspace.onDidCloseTextDocument(({ uri }) => marks.delete(uri)),
  );
}
