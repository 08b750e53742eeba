import type { Page } from "playwright-core";
import { runCommand } from "./quick-input.ts";
import { statusText } from "./status-bar.ts";

/**
 * How long an extension took to be activated, by VS Code's own list of what runs: the loading of its code and the call
 * of `activate`. @returns milliseconds.
 */
export async function activationMs(page: Page, name: string): Promise<number> {
  await statusText(page, "slipway.slipway.deploy");
  await runCommand(page, "Developer: Show Running Extensions");
  const row = page.locator(".monaco-list-row", { hasText: name }).filter({ has: page.locator(".activation-time") });
  await row.waitFor();
  const text = (await row.textContent()) ?? "";
  const ms = /ctivation: (\d+)ms/.exec(text)?.[1];
  if (ms === undefined) throw new Error(`VS Code does not say how long it took: ${text}`);
  return Number(ms);
}
