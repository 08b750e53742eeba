import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The looks that screenshots are made in. The window wears what its browser says that the person prefers. */
export type Theme = "light" | "dark" | "high-contrast";

/** Everything that moves, asks or advertises is off, so that a screenshot shows the extension and is the same twice. */
const CALM = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.reduceMotion": "on",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  // Drawn by the DOM, a terminal can be read.
  "terminal.integrated.gpuAcceleration": "off",
  "security.workspace.trust.startupPrompt": "never",
  "git.openRepositoryInParentFolders": "never",
  "git.autofetch": false,
  "remote.autoForwardPorts": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "window.autoDetectColorScheme": true,
  "workbench.preferredLightColorTheme": "Light Modern",
  "workbench.preferredDarkColorTheme": "Dark Modern",
};

/** Writes the user's settings where code-server reads them. */
export async function writeSettings(userData: string, extra: Record<string, unknown>): Promise<void> {
  const folder = join(userData, "User");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "settings.json"), JSON.stringify({ ...CALM, ...extra }, null, 2));
}
