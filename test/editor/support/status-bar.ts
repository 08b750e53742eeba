import type { Locator, Page } from "playwright-core";

/** The status bar item with VS Code's id for it: `publisher.extension.itemId`. */
function statusItem(page: Page, id: string): Locator {
  return page.locator(`.statusbar [id="${id}"]`);
}

/** The item's text without its icon. Waits until it is shown. */
export async function statusText(page: Page, id: string): Promise<string> {
  return ((await statusItem(page, id).textContent()) ?? "").trim();
}

/** Clicks the item. */
export async function clickStatus(page: Page, id: string): Promise<void> {
  await statusItem(page, id).locator("a").click();
}
