import type { Page } from "playwright-core";

/** The title of the tab that is in front. */
export async function activeTab(page: Page): Promise<string> {
  return (await page.locator(".tabs-container .tab.active").first().getAttribute("data-resource-name")) ?? "";
}

/** The lines of the text editor that are on the screen, with plain spaces. */
export async function visibleText(page: Page): Promise<string> {
  const lines = await page
    .locator(".editor-group-container.active .view-lines .view-line")
    .evaluateAll((elements) =>
      elements.map((element) => ({ top: element.getBoundingClientRect().y, text: element.textContent ?? "" })),
    );
  return lines
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text.replaceAll("\u00a0", " "))
    .join("\n");
}
