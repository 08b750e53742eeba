import type { Locator, Page } from "playwright-core";

/** One row of a tree view, as a screen reader says it and with its place. */
export interface TreeRow {
  label: string;
  /** 1 for a root. */
  level: number;
  /** Undefined for a row without children. */
  expanded: boolean | undefined;
}

/** Shows a view container by its title in the activity bar. */
export async function openContainer(page: Page, title: string): Promise<void> {
  const action = page.locator(`.activitybar .action-item a[aria-label^="${title}"]`);
  const chosen = await action.locator("xpath=..").getAttribute("aria-selected");
  if (chosen !== "true") await action.click();
}

/** Unfolds a view of the open container, or folds it where it is unfolded. */
export async function toggleView(page: Page, view: string): Promise<void> {
  await viewOf(page, view).locator(".pane-header").click();
}

/** Clicks a row of a view by what its label begins with. */
export async function clickRow(page: Page, view: string, label: string): Promise<void> {
  await viewOf(page, view).locator(`.monaco-list-row[aria-label^="${label}"]`).click();
}

/** Clicks the button of a row, which is shown while the pointer is over the row. */
export async function clickRowButton(page: Page, view: string, label: string, button: string): Promise<void> {
  const row = viewOf(page, view).locator(`.monaco-list-row[aria-label^="${label}"]`);
  await row.hover();
  await row.locator(`.action-label[aria-label="${button}"]`).click();
}

/** The rows of a view that are on the screen, from top to bottom. Waits for the first. */
export async function treeRows(page: Page, view: string): Promise<TreeRow[]> {
  const rows = viewOf(page, view).locator(".monaco-list-row");
  await rows.first().waitFor();
  // In one go: a tree that is live has other rows a moment later.
  const all = await rows.evaluateAll((elements) =>
    elements.map((element) => ({
      label: (element.getAttribute("aria-label") ?? "").trim(),
      level: Number(element.getAttribute("aria-level")),
      folding: element.getAttribute("aria-expanded"),
      top: element.getBoundingClientRect().y,
    })),
  );
  return all
    .sort((a, b) => a.top - b.top)
    .map(({ label, level, folding }) => ({
      label,
      level,
      expanded: folding === null ? undefined : folding === "true",
    }));
}

/** What a view says while it has no rows. */
export async function welcomeText(page: Page): Promise<string> {
  return (await page.locator(".welcome-view-content").allInnerTexts()).join("\n").trim();
}

function viewOf(page: Page, view: string): Locator {
  return page.locator(".pane", { has: page.locator(`.pane-header[aria-label^="${view}"]`) });
}
