import type { Page } from "playwright-core";

/** What the terminal shows, line by line. */
export async function terminalText(page: Page): Promise<string> {
  const lines = await page.locator(".terminal-wrapper.active .xterm-rows > div").allTextContents();
  // It draws blanks that are no ordinary ones.
  return lines.map((line) => line.replaceAll("\u00a0", " ")).join("\n");
}

/** Types a line into the terminal, as a person does. */
export async function typeInTerminal(page: Page, line: string): Promise<void> {
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").focus();
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
}
