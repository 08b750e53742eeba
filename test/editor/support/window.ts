import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Editor } from "./editor.ts";
import { runCommand } from "./quick-input.ts";

const folder = join(import.meta.dirname, "../screenshots");

/** Reloads the window by VS Code's own command, so that extensions are deactivated first. */
export async function reloadWindow(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("load"), runCommand(page, "Developer: Reload Window")]);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
}

/** Writes test/editor/screenshots/NAME-THEME.png in each theme. They are committed. The last theme stays. */
export async function screenshots(editor: Editor, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const theme of ["dark", "high-contrast", "light"] as const) {
    await editor.setTheme(theme);
    await editor.page.screenshot({
      path: join(folder, `${name}-${theme}.png`),
      animations: "disabled",
      caret: "hide",
    });
  }
}
