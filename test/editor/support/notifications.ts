import type { Locator, Page } from "playwright-core";

/** The toast whose message contains the text. */
export function notification(page: Page, text: string): Locator {
  return page.locator(".notifications-toasts .notification-list-item", { hasText: text });
}

/** The messages of all toasts on the screen, newest first. */
export async function notifications(page: Page): Promise<string[]> {
  return page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
}

/** Clicks a button of the toast whose message contains the text. */
export async function clickNotification(page: Page, text: string, button: string): Promise<void> {
  await notification(page, text).getByRole("button", { name: button, exact: true }).click();
}
