import type { Page } from "playwright-core";

/** The words of the modal dialog that is open, or is about to open. */
export async function dialogText(page: Page): Promise<string> {
  return (await page.locator(".monaco-dialog-box .dialog-message-container").textContent()) ?? "";
}

/** Clicks a button of the modal dialog. */
export async function clickDialog(page: Page, button: string): Promise<void> {
  await page.locator(".monaco-dialog-box").getByRole("button", { name: button, exact: true }).click();
}
