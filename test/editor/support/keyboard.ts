import type { Page } from "playwright-core";

/** How often a key is pressed on the way to something, before it is taken not to be there. */
const mostPresses = 30;

/** Runs a command from the palette by its full title, with keys alone. */
export async function typeCommand(page: Page, title: string): Promise<void> {
  for (let attempts = 10; ; attempts--) {
    await page.keyboard.press("F1");
    await page.keyboard.type(title);
    if (await focusedRowIs(page, title)) return page.keyboard.press("Enter");
    if (attempts === 0) throw new Error(`The palette does not offer ${title}`);
    await page.keyboard.press("Escape");
  }
}

/** Types into the quick pick that is about to open until a row with this text is the first, and takes it. */
export async function typeChoice(page: Page, text: string): Promise<void> {
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.keyboard.type(text);
  if (!(await focusedRowIs(page, text))) throw new Error(`Nothing that can be chosen has the words ${text}`);
  await page.keyboard.press("Enter");
}

/** Types into the input box that is about to open, and confirms it. */
export async function typeAnswer(page: Page, title: string, text: string): Promise<void> {
  await page.locator(".quick-input-widget .quick-input-title", { hasText: title }).waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/**
 * Presses the button of a step of the open walkthrough: arrows to the step, Tab to the button, Enter. When a step is
 * ticked, VS Code unfolds one by itself, sometimes in between: then the way is gone once more.
 */
export async function pressStepButton(page: Page, step: string, button: string): Promise<void> {
  for (let attempts = 5; ; attempts--) {
    await page.keyboard.press("Control+1");
    for (const key of ["ArrowDown", "ArrowUp"]) {
      for (let presses = 0; presses < mostPresses / 2 && (await unfoldedStep(page)) !== step; presses++) {
        await page.keyboard.press(key);
      }
    }
    if (await tabTo(page, button)) return page.keyboard.press("Enter");
    if (attempts === 0) throw new Error(`Tab does not lead to ${button}`);
  }
}

/** Presses the button of the modal dialog that is about to open. */
export async function pressDialog(page: Page, button: string): Promise<void> {
  await page.locator(".monaco-dialog-box").waitFor();
  if (!(await tabTo(page, button))) throw new Error(`Tab does not lead to ${button}`);
  await page.keyboard.press("Enter");
}

async function tabTo(page: Page, name: string): Promise<boolean> {
  for (let presses = 0; presses < mostPresses; presses++) {
    if ((await focusedName(page)) === name) return true;
    await page.keyboard.press("Tab");
  }
  return false;
}

async function focusedRowIs(page: Page, text: string): Promise<boolean> {
  const row = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: text });
  return row.waitFor({ timeout: 4000 }).then(
    () => true,
    () => false,
  );
}

/** What a screen reader would say of the element that has the focus, in short. */
async function focusedName(page: Page): Promise<string> {
  const focused = page.locator("*:focus").last();
  if ((await focused.count()) === 0) return "";
  return ((await focused.getAttribute("aria-label")) ?? (await focused.textContent()) ?? "").trim();
}

async function unfoldedStep(page: Page): Promise<string> {
  const title = page.locator(".gettingStartedContainer .getting-started-step.expanded .step-title");
  return ((await title.first().textContent({ timeout: 4000 })) ?? "").trim();
}
