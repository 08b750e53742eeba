import type { Locator, Page } from "playwright-core";

/** The toast whose message contains the text. */
export function notification(page: Page, text: string): Locator {
  return page.locator(".notifications-toasts .notification-list-item", { hasText: text });
}

/** The messages of all toasts on the screen, newest first. */
export async function notifications(page: Page): Promise<string[]> {
  return page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
}

/**
 * Within so many milliseconds VS Code shows three toasts and no more, progress included: what else comes is only in the
 * notification centre. A person who reads before clicking never gets there, and nothing tells when it is over.
 */
const toastInterval = 800;

/** Clicks a button of the toast whose message contains the text, no sooner than a person would. */
export async function clickNotification(page: Page, text: string, button: string): Promise<void> {
  await notification(page, text).waitFor();
  await page.waitForTimeout(toastInterval);
  await notification(page, text).getByRole("button", { name: button, exact: true }).click();
}
