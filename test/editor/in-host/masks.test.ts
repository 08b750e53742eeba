import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { Listeners } from "../../../agent/listeners.ts";
import type { RunState } from "../../../agent/protocol/fold-run.ts";
import { adviseMasks } from "../../../extension/masks/mask-advice.ts";
import { firstPicture, type Picture } from "../../../extension/picture.ts";

/** The picture after a ship that wants rules for two columns. */
function pictureOf(folder: string): Picture {
  const unmasked = [
    { column: "users.email", reason: "an e-mail address by its name", proposal: "email" },
    { column: "users.phone", reason: "a telephone number by its name", proposal: "phone" },
  ];
  const problem = { what: "2 columns", code: "unmasked-columns", usage: true, unmasked };
  const run = { id: "1", kind: "ship", change: "1-fix", status: "failed", startedAt: 1, outputs: {}, problem };
  const repository = { change: "1-fix" } as Picture["repository"];
  return { ...firstPicture(folder, true), repository, runs: [run as unknown as RunState] };
}

describe("personal columns without a rule in slipway.json", () => {
  const changes = new Listeners<Picture>();
  let folder: string;
  let uri: vscode.Uri;
  let model: { picture: Picture; changes: Listeners<Picture> };
  let advice: vscode.Disposable;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-masks-"));
    uri = vscode.Uri.file(join(folder, "slipway.json"));
    await writeFile(uri.fsPath, '{\n  "mask": {\n    "users.name": "fullName"\n  }\n}\n');
    model = { picture: firstPicture(folder, true), changes };
    advice = adviseMasks(model);
    await vscode.window.showTextDocument(uri);
  });
  after(async () => {
    advice.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await rm(folder, { recursive: true, force: true });
  });

  const told = () => vscode.languages.getDiagnostics(uri).filter(({ message }) => message.includes("has no rule"));
  const offered = async () => {
    const at = new vscode.Range(1, 3, 1, 3);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      at,
    );
    return actions.filter(({ title }) => /^(Mask|Keep) /.test(title));
  };

  it("are not told of before a run found any", async () => {
    assert.deepEqual([told(), await offered()], [[], []]);
  });

  it("are marked at the section when a run has found them", () => {
    model.picture = pictureOf(folder);
    changes.fire(model.picture);
    assert.deepEqual(
      told().map(({ message, range }) => `${range.start.line} ${message}`),
      [
        "1 users.email has no rule: an e-mail address by its name",
        "1 users.phone has no rule: a telephone number by its name",
      ],
    );
  });

  it("are marked in the file that the settings name, and in no other", () => {
    for (const [config, count] of [
      ["apps/web/slipway.json", 0],
      ["slipway.json", 2],
    ] as const) {
      model.picture = { ...pictureOf(folder), config };
      changes.fire(model.picture);
      assert.equal(told().length, count, config);
    }
  });

  it("are masked or kept by a quick fix, which leaves the rest of the file", async () => {
    const actions = await offered();
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        "Mask all 2 columns as proposed",
        'Mask users.email: "email"',
        "Keep users.email as it is",
        'Mask users.phone: "phone"',
        "Keep users.phone as it is",
      ],
    );
    const [, , , , keepPhone] = actions;
    assert.ok(keepPhone?.edit && (await vscode.workspace.applyEdit(keepPhone.edit)));
    const [maskEmail] = await offered();
    assert.ok(maskEmail?.edit && (await vscode.workspace.applyEdit(maskEmail.edit)));
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.deepEqual(JSON.parse(text).mask, {
      "users.email": "email",
      "users.phone": "keep",
      "users.name": "fullName",
    });
    assert.deepEqual(told(), []);
    await vscode.commands.executeCommand("workbench.action.files.saveAll");
  });
});
