import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const VERSION = "4.139.1";

/** What neither the workbench nor the extension host needs: it is more than half of the install. */
const SURPLUS = [
  "node_modules/@github",
  "node_modules/@microsoft/mxc-sdk",
  "node_modules/@vscode/windows-",
  "node_modules/@vscode/tree-sitter-wasm",
  "node_modules/@vscode/sqlite3/deps",
  "node_modules/node-pty/third_party",
  "node_modules/node-pty/deps",
  "node_modules/node-pty/prebuilds/win32",
  "node_modules/node-pty/prebuilds/darwin",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
  "extensions/microsoft-authentication",
  "extensions/ms-vscode.",
];

/** Where the real VS Code of the editor tests lives; outside the checkout, so that clones share it. */
function codeServerHome(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway-dev", "code-server");
}

/** The script that starts code-server under Node 24, or undefined where this version is not installed. */
export function findCodeServer(): string | undefined {
  if (!existsSync(marker(codeServerHome()))) return undefined;
  return join(codeServerHome(), "node_modules/code-server/out/node/entry.js");
}

/** Installs code-server from npm without compiling anything: its native modules are only missed in its log. */
export async function ensureCodeServer(): Promise<void> {
  if (findCodeServer()) return;
  const home = codeServerHome();
  const staging = `${home}.${process.pid}`;
  try {
    await install(staging);
    await rm(home, { recursive: true, force: true });
    await rename(staging, home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  await npmInstall(folder, [`code-server@${VERSION}`]);
  const vscode = join(folder, "node_modules/code-server/lib/vscode");
  await npmInstall(vscode, ["--omit=dev"]);
  await npmInstall(join(vscode, "extensions"), ["--omit=dev"]);
  await link(join(vscode, "bin/remote-cli/code-server"), `code-${osName()}.sh`);
  await link(join(vscode, "bin/helpers/browser.sh"), `browser-${osName()}.sh`);
  await Promise.all(SURPLUS.map((prefix) => removeByPrefix(vscode, prefix)));
  await writeFile(marker(folder), "");
}

async function npmInstall(cwd: string, args: string[]): Promise<void> {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await execa("npm", ["install", ...quiet, ...args], { cwd, all: true });
}

async function link(path: string, target: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}

async function removeByPrefix(root: string, prefix: string): Promise<void> {
  const parent = join(root, prefix, "..");
  const start = prefix.slice(prefix.lastIndexOf("/") + 1);
  const names = existsSync(parent) ? await readdir(parent) : [];
  const doomed = names.filter((name) => name.startsWith(start));
  await Promise.all(doomed.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

function osName(): string {
  return process.platform === "darwin" ? "darwin" : "linux";
}

function marker(folder: string): string {
  return join(folder, `.complete-${VERSION}`);
}
