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

/** The rows of a view that are on the screen, from top to bottom. Waits for the first. */
export async function treeRows(page: Page, view: string): Promise<TreeRow[]> {
  const rows = viewOf(page, view).locator(".monaco-list-row");
  await rows.first().waitFor();
  const all = await Promise.all((await rows.all()).map(readRow));
  return all.sort((a, b) => a.top - b.top).map(({ label, level, expanded }) => ({ label, level, expanded }));
}

/** What a view says while it has no rows. */
export async function welcomeText(page: Page): Promise<string> {
  return (await page.locator(".welcome-view-content").allInnerTexts()).join("\n").trim();
}

/** The row of a view whose label starts with the text. */
export function treeRow(page: Page, view: string, text: string): Locator {
  return viewOf(page, view).locator(`.monaco-list-row[aria-label^="${text}"]`);
}

function viewOf(page: Page, view: string): Locator {
  return page.locator(".pane", { has: page.locator(`.pane-header[aria-label^="${view}"]`) });
}

async function readRow(row: Locator): Promise<TreeRow & { top: number }> {
  const expanded = await row.getAttribute("aria-expanded");
  return {
    label: ((await row.getAttribute("aria-label")) ?? "").trim(),
    level: Number(await row.getAttribute("aria-level")),
    expanded: expanded === null ? undefined : expanded === "true",
    top: (await row.boundingBox())?.y ?? 0,
  };
}
