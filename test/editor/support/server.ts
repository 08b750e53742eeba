import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findCodeServer } from "../../../scripts/setup/code-server.ts";

/** A running code-server: VS Code's own workbench and Node extension host, on loopback. */
export interface Server {
  readonly port: number;
  /** What it has printed so far, to explain a failure. */
  log(): string;
  stop(): Promise<void>;
}

const START_LIMIT = 60_000;
const STOP_LIMIT = 5_000;

/**
 * Starts code-server on a free port.
 * @param folder holds its user data and extensions.
 * @param env what the extension host and everything it starts inherit. @param trusted whether every folder is trusted.
 * @throws Error with the log where it does not come up.
 */
export async function startServer(
  folder: string,
  { env, trusted }: { env: NodeJS.ProcessEnv; trusted: boolean },
): Promise<Server> {
  const script = findCodeServer();
  if (!script) throw new Error("code-server is not installed: run `npm run setup`");
  const child = spawn(process.execPath, [script, ...flags(folder), ...(trusted ? ["--disable-workspace-trust"] : [])], {
    env: serverEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const endWithUs = (): void => signal(child, "SIGKILL");
  process.once("exit", endWithUs);
  let log = "";
  const collect = (chunk: string): void => {
    log = (log + chunk).slice(-200_000);
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  const stop = async (): Promise<void> => {
    process.removeListener("exit", endWithUs);
    await stopGroup(child);
  };
  try {
    return { port: await listening(child, () => log), log: () => log, stop };
  } catch (error) {
    await stop();
    throw new Error(`code-server did not start\n${log}`, { cause: error });
  }
}

/** Where a server keeps what is a person's. */
export function placeFlags(folder: string): string[] {
  const [config, user, extensions] = [join(folder, "config.yaml"), join(folder, "user"), join(folder, "extensions")];
  return ["--config", config, "--user-data-dir", user, "--extensions-dir", extensions];
}

function flags(folder: string): string[] {
  return [
    ...["--auth", "none", "--bind-addr", "127.0.0.1:0"],
    ...placeFlags(folder),
    ...["--disable-telemetry", "--disable-update-check"],
    "--disable-getting-started-override",
  ];
}

/** Without a gallery nothing is looked for on the network; without the hook it is no terminal of another VS Code. */
export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { VSCODE_IPC_HOOK_CLI: _, ...rest } = { ...process.env, ...env };
  return { ...rest, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
}

async function listening(child: ChildProcess, log: () => string): Promise<number> {
  const signal = AbortSignal.timeout(START_LIMIT);
  for (;;) {
    const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log())?.[1];
    if (port) return Number(port);
    if (!child.stdout || child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    await Promise.race([once(child.stdout, "data", { signal }), once(child, "exit", { signal })]);
  }
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  signal(child, "SIGTERM");
  const impatience = setTimeout(() => signal(child, "SIGKILL"), STOP_LIMIT);
  await ended;
  clearTimeout(impatience);
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // The whole group has ended.
  }
}
