import { cp, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser, mediaOf, openWindow } from "./browser.ts";
import { endAgent } from "./end-agent.ts";
import { extensionUnderTest } from "./extension-under-test.ts";
import { installPackage } from "./install-package.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { type Server, startServer } from "./server.ts";
import { type Theme, writeSettings } from "./settings.ts";

export interface EditorOptions {
  /** The folder to open; an empty one where none is given, and no folder at all for "none". */
  workspace?: string | "none";
  theme?: Theme;
  /** The user's settings, over the calm ones. */
  settings?: Record<string, unknown>;
  /** Environment of the extension host, over the sandbox's. */
  env?: Record<string, string>;
  /** False opens the folder in restricted mode. */
  trusted?: boolean;
  /** Folders of the extensions under test; the checkout itself where none is given. */
  extensions?: readonly string[];
  /** Folders of extensions that are installed beside; one of a built-in's name and a higher version takes its place. */
  installed?: readonly string[];
  /** Packages of extensions that are installed by the editor's own command line. */
  packages?: readonly string[];
  /** The module with the in-host tests. */
  tests?: string;
  onLog?: (line: string) => void;
}

/** A real VS Code with the extension in it. Its sandbox's agent ends with it. */
export interface Editor {
  readonly page: Page;
  readonly workspace: string;
  readonly sandbox: Sandbox;
  /** The exit code of the in-host tests; never resolves where there are none. */
  readonly exited: Promise<number>;
  /** What the server has printed. */
  log(): string;
  /** Resolves when the window wears it. */
  setTheme(theme: Theme): Promise<void>;
  /** Opens a second window, on the same folder where no other is named. */
  openWindow(folder?: string): Promise<Page>;
  /** Closes everything. @returns the command lines that outlived the editor and were ended. */
  close(): Promise<string[]>;
}

/** Starts code-server in a sandbox and opens its first window. Nothing is left behind where a step of it fails. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const theme = options.theme ?? "light";
  const sandbox = await createSandbox();
  const workspace = options.workspace ?? join(sandbox.root, "workspace");
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<string[]> => {
    for (const closer of closers.splice(0).reverse()) await closer();
    return sandbox.dispose();
  };
  try {
    if (workspace !== "none") await mkdir(workspace, { recursive: true });
    closers.push(() => endAgent({ ...sandbox.env, ...options.env }));
    const server = await serve(sandbox, options);
    closers.push(server.stop);
    const browser = await launchBrowser();
    closers.push(() => browser.close());
    const extensions = options.extensions ?? [extensionUnderTest];
    const { tests, onLog } = options;
    const window = { port: server.port, workspace, extensions, theme };
    const { page, exited } = await openWindow(browser, { ...window, tests, onLog });
    const setTheme = (wanted: Theme): Promise<void> => wear(page, wanted);
    const another = async (folder = workspace): Promise<Page> =>
      (await openWindow(browser, { ...window, workspace: folder })).page;
    return { page, setTheme, workspace, sandbox, exited, log: server.log, openWindow: another, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const classes = { light: "vs", dark: "vs-dark", "high-contrast": "hc-black" };

async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia(mediaOf(theme));
  await page.locator(`.monaco-workbench.${classes[theme]}`).waitFor();
}

async function serve(sandbox: Sandbox, options: EditorOptions): Promise<Server> {
  const { settings = {}, env, trusted = true, installed = [], packages = [] } = options;
  for (const folder of installed) {
    await cp(folder, join(sandbox.root, "code/extensions", basename(folder)), { recursive: true });
  }
  for (const vsix of packages) await installPackage(join(sandbox.root, "code"), vsix, { ...sandbox.env, ...env });
  await writeSettings(join(sandbox.root, "code/user"), settings);
  return startServer(join(sandbox.root, "code"), { env: { ...sandbox.env, ...env }, trusted });
}
