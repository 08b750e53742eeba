import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { notification, notifications } from "../support/notifications.ts";
import { quickPickRows, runCommand } from "../support/quick-input.ts";
import { clickStatus, statusText } from "../support/status-bar.ts";
import { temporaryFolderOf } from "../support/temporary-folder-of.ts";
import { openContainer, welcomeText } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";
import { clickStepButton } from "../support/walkthrough.ts";

const status = "slipway.slipway.deploy";
/** The walkthrough's steps that work without a repository, and what they are begun with. */
const buttons = [
  ["Check this machine", "Check This Machine"],
  ["Try the practice company", "Try the Practice Company"],
  ["Connect GitHub", "Connect GitHub"],
] as const;

describe("a folder that is not trusted yet", () => {
  const workspace = temporaryFolderOf({ "slipway.json": "{}" });
  const editor = useEditor({ workspace, trusted: false });

  test("shows the indicator and starts nothing", async () => {
    const { page, sandbox } = editor();
    await expect.poll(() => statusText(page, status)).toBe("Slipway");
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("starts nothing until you trust this folder");
    expect(existsSync(join(sandbox.root, "slipway/state/agent.json"))).toBe(false);
  });

  test("starts nothing by what the walkthrough and the indicator offer either", async () => {
    const { page, sandbox } = editor();
    await runCommand(page, "Slipway: Walk Through Your First Day");
    for (const [step, button] of buttons) {
      await clickStepButton(page, step, button);
      await notification(page, "The folder is not trusted").waitFor();
      await runCommand(page, "Notifications: Clear All Notifications");
      await expect.poll(() => notifications(page)).toEqual([]);
    }
    await clickStatus(page, status);
    expect((await quickPickRows(page)).map(({ label }) => label)).toEqual([
      "Manage Workspace Trust",
      "Walk Through Your First Day",
      "Show Log",
    ]);
    await page.keyboard.press("Escape");
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
