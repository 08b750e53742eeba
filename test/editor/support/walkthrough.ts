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

/**
 * Clicks the button of a step. When a step is ticked, VS Code unfolds one by itself, sometimes after a person has
 * unfolded another: then it is unfolded again.
 */
export async function clickStepButton(page: Page, title: string, button: string): Promise<void> {
  const found = page.locator(".gettingStartedContainer").getByRole("button", { name: button, exact: true });
  for (let tries = 1; ; tries++) {
    await openStep(page, title);
    try {
      return await found.click({ timeout: 4_000 });
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}

function steps(page: Page): Locator {
  return page.locator(".gettingStartedContainer .getting-started-step");
}

async function readStep(step: Locator): Promise<WalkthroughStep> {
  const title = ((await step.locator(".step-title").textContent()) ?? "").trim();
  return { title, done: (await step.locator(".codicon-getting-started-step-checked").count()) > 0 };
}
