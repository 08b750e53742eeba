import { execa } from "execa";

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a URL in the person's browser. Where there is none nothing happens: the URL has been printed. */
export async function openUrl(url: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const display = { DISPLAY: process.env.DISPLAY, WAYLAND_DISPLAY: process.env.WAYLAND_DISPLAY };
  await execa(command, [...args, url], {
    env: { ...environment, ...display },
    extendEnv: false,
    reject: false,
    stdio: "ignore",
    timeout: 10_000,
  });
}
