import type { Locator, Page } from "playwright-core";

/** One line of a quick pick as a person reads it. */
export interface QuickPickRow {
  label: string;
  description: string;
}

/**
 * Runs a command from the palette by its full title ("Slipway: Ship"), as a person does. A key that is pressed while
 * something closes is lost, and an open palette does not hear of commands that come, or begin to apply: it is opened
 * anew until it has this one.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let attempts = 10; ; attempts--) {
    await page.keyboard.press("F1");
    try {
      await input(page).fill(`>${title}`, { timeout: 4000 });
      return await row(page, title).click({ timeout: 4000 });
    } catch (error) {
      if (attempts === 0) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

/** Picks the row with this label from the quick pick that is open, or is about to open. */
export async function pick(page: Page, label: string): Promise<void> {
  await row(page, label).click();
}

/** What the open quick pick offers. */
export async function quickPickRows(page: Page): Promise<QuickPickRow[]> {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.first().waitFor();
  const read = async (line: Locator): Promise<QuickPickRow> => ({
    label: ((await line.locator(".label-name").first().textContent()) ?? "").trim(),
    description: (await line.locator(".label-description").allTextContents()).join(" ").trim(),
  });
  return Promise.all((await rows.all()).map(read));
}

/** Types into the input box with this title and confirms it. */
export async function answer(page: Page, title: string, text: string): Promise<void> {
  await page.locator(".quick-input-widget .quick-input-title", { hasText: title }).waitFor();
  await input(page).fill(text);
  await page.keyboard.press("Enter");
}

function input(page: Page): Locator {
  return page.locator(".quick-input-widget .quick-input-box input");
}

/** The row with exactly this label: what was typed is marked in longer ones too. */
function row(page: Page, label: string): Locator {
  const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
  const name = page.locator(".label-name", { hasText: exactly });
  return page.locator(".quick-input-list .monaco-list-row").filter({ has: name }).first();
}
