import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Editor, type EditorOptions, openEditor } from "./editor.ts";

/** Where a failed journey leaves its last picture and the server's log; not committed. */
const failures = join(import.meta.dirname, "../../../node_modules/.cache/slipway-editor-failures");

/**
 * One editor for all tests of the file, which are the steps of one journey: where a step fails, the next ones are left
 * out. Options that come with the tests' own preparations are given as a function. A failed step leaves a picture and the log; a journey that leaves processes behind fails.
 */
export function useEditor(options: EditorOptions | (() => EditorOptions)): () => Editor {
  let editor: Editor | undefined;
  let broken = false;
  beforeAll(async () => {
    editor = await openEditor(typeof options === "function" ? options() : options);
  });
  beforeEach(({ skip }) => skip(broken, "an earlier step failed"));
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || !editor) return;
    broken = true;
    console.error(`see ${await recordFailure(editor)}`);
  });
  afterAll(async () => {
    expect(await editor?.close(), "these outlived the editor").toEqual([]);
  });
  return () => {
    if (!editor) throw new Error("The editor is not open");
    return editor;
  };
}

async function recordFailure({ page, log }: Editor): Promise<string> {
  await mkdir(failures, { recursive: true });
  const record = join(failures, `${new Date().toISOString().replaceAll(":", "")}.png`);
  await page.screenshot({ path: record }).catch(() => undefined);
  await writeFile(`${record}.log`, log());
  return record;
}
