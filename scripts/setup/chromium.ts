import { existsSync } from "node:fs";
import { Problem } from "../../agent/problem.ts";
import { aptInstall, canApt } from "./apt.ts";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium that the editor tests drive: $CHROMIUM or the first usual place, undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...CANDIDATES].find((path) => path !== undefined && existsSync(path));
}

/**
 * Installs Debian's Chromium where none is found.
 * @throws Problem on a machine whose packages are not ours to install.
 */
export async function ensureChromium(): Promise<void> {
  if (findChromium()) return;
  if (!canApt()) {
    throw new Problem({
      what: "Chromium is missing",
      why: "packages are installed only on Debian, as root",
      next: "Install Chromium or Chrome, or name its executable in CHROMIUM.",
    });
  }
  await aptInstall("chromium");
}
