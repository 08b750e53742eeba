import { format } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "../../../scripts/setup/chromium.ts";
import type { Theme } from "./settings.ts";

/** What a window of the workbench loads. */
export interface WindowOptions {
  port: number;
  /** The folder that is opened, or "none". */
  workspace: string;
  theme: Theme;
  /** Folders of extensions, loaded in development mode. */
  extensions: readonly string[];
  /** The module whose `run()` the extension host calls, for in-host tests. */
  tests?: string | undefined;
  /** Receives the lines that the extension host prints to its console while in-host tests run. */
  onLog?: ((line: string) => void) | undefined;
}

const VIEWPORT = { width: 1440, height: 900 };

/** Starts headless Chromium. @throws Error where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is not installed: run `npm run setup`");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"];
  return chromium.launch({ executablePath, headless: true, args });
}

/** What the browser says that the person prefers. */
export function mediaOf(theme: Theme): { colorScheme: "light" | "dark"; forcedColors: "active" | "none" } {
  return {
    colorScheme: theme === "light" ? "light" : "dark",
    forcedColors: theme === "high-contrast" ? "active" : "none",
  };
}

/**
 * Opens the workbench in a page of its own and waits until it is drawn.
 * @returns the page, and for in-host tests their exit code.
 */
export async function openWindow(
  browser: Browser,
  options: WindowOptions,
): Promise<{ page: Page; exited: Promise<number> }> {
  const page = await browser.newPage({ viewport: VIEWPORT, ...mediaOf(options.theme) });
  page.setDefaultTimeout(40_000);
  const exited = Promise.withResolvers<number>();
  await page.exposeFunction("codeAutomationExit", exited.resolve);
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => options.onLog?.(format(...args)));
  await page.addInitScript({ content: bootScript(options) });
  const opening = options.workspace === "none" ? "ew=true" : `folder=${encodeURIComponent(options.workspace)}`;
  await page.goto(`http://127.0.0.1:${options.port}/?${opening}`);
  await page.locator(".monaco-workbench").waitFor({ timeout: 90_000 });
  return { page, exited: exited.promise };
}

/**
 * A built VS Code ignores the address line's extensionDevelopmentPath, but honours the developmentOptions of the boot
 * configuration that stands in the page: they are added before the workbench reads them, at every load of the page.
 */
function bootScript({ port, extensions, tests }: WindowOptions): string {
  const remote = (path: string) => ({ $mid: 1, scheme: "vscode-remote", authority: `127.0.0.1:${port}`, path });
  const developmentOptions = {
    extensions: extensions.map(remote),
    ...(tests ? { extensionTestsPath: remote(tests) } : {}),
  };
  return `new MutationObserver((_, observer) => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (!meta) return;
    observer.disconnect();
    const settings = JSON.parse(meta.dataset.settings);
    Object.assign(settings.developmentOptions ??= {}, ${JSON.stringify(developmentOptions)});
    meta.dataset.settings = JSON.stringify(settings);
  }).observe(document, { childList: true, subtree: true });`;
}
