import type { Locator, Page } from "playwright-core";

/** A step of the open walkthrough. */
export interface WalkthroughStep {
  title: string;
  /** Whether it is ticked. */
  done: boolean;
}

/** The steps of the open walkthrough, in order. */
export async function walkthroughSteps(page: Page): Promise<WalkthroughStep[]> {
  await steps(page).first().waitFor();
  return Promise.all((await steps(page).all()).map(readStep));
}

/** Unfolds a step, so that its description and buttons are shown. */
export async function openStep(page: Page, title: string): Promise<void> {
  const step = steps(page).filter({ hasText: title });
  if ((await step.getAttribute("class"))?.split(" ").includes("expanded")) return;
  await step.click();
}

/** Clicks the button of an unfolded step. */
export async function clickStepButton(page: Page, button: string): Promise<void> {
  await page.locator(".gettingStartedContainer").getByRole("button", { name: button, exact: true }).click();
}

function steps(page: Page): Locator {
  return page.locator(".gettingStartedContainer .getting-started-step");
}

async function readStep(step: Locator): Promise<WalkthroughStep> {
  const title = ((await step.locator(".step-title").textContent()) ?? "").trim();
  return { title, done: (await step.locator(".codicon-getting-started-step-checked").count()) > 0 };
}
