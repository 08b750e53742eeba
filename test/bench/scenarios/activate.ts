import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEditor } from "../../editor/support/editor.ts";
import { activationMs } from "../../editor/support/running-extensions.ts";
import { reloadWindow } from "../../editor/support/window.ts";
import type { Benchmark } from "../benchmark.ts";
import { median } from "../compare.ts";

const windows = 10;
const allowed = 50;

/**
 * What the extension costs a window of the real VS Code, as that says itself: its code's loading and `activate`, which
 * paints the indicator, as a share of what it may. Each time in a window that is loaded anew.
 */
export const activate: Benchmark = {
  name: "activate",
  run: async () => {
    const workspace = await mkdtemp(join(tmpdir(), "slipway-bench-"));
    await writeFile(join(workspace, "slipway.json"), "{}\n");
    const editor = await openEditor({ workspace });
    try {
      const times: number[] = [];
      for (let window = 0; window < windows; window++) {
        if (window > 0) await reloadWindow(editor.page);
        times.push(await activationMs(editor.page, "Slipway"));
      }
      const time = median(times);
      const detail = `${time} ms of ${allowed}, median of ${windows}, ${Math.min(...times)} to ${Math.max(...times)}`;
      return [{ what: "activate", value: time / allowed, limit: 1, detail }];
    } finally {
      await editor.close();
      await rm(workspace, { recursive: true, force: true });
    }
  },
};
