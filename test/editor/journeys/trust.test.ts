import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { temporaryFolderOf } from "../support/temporary-folder-of.ts";
import { openContainer, welcomeText } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

describe("a folder that is not trusted yet", () => {
  const workspace = temporaryFolderOf({ "slipway.json": "{}" });
  const editor = useEditor({ workspace, trusted: false });

  test("shows the indicator and starts nothing", async () => {
    const { page, sandbox } = editor();
    await expect.poll(() => statusText(page, "slipway.slipway.deploy")).toBe("Slipway");
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("starts nothing until you trust this folder");
    expect(existsSync(join(sandbox.root, "slipway/state/agent.json"))).toBe(false);
  });

  test("gets its agent when it is trusted", async () => {
    const { page, sandbox } = editor();
    await runCommand(page, "Workspaces: Manage Workspace Trust");
    await page.getByRole("button", { name: "Trust", exact: true }).first().click();
    await expect.poll(() => existsSync(join(sandbox.root, "slipway/state/agent.json"))).toBe(true);
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("not in a git repository");
  });
});
