import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runTests, TestRunFailedError } from "@vscode/test-electron";
import { build } from "esbuild";

/** One line of the report that the tests write from inside the extension host. */
export interface InHostEvent {
  title: string;
  state: "passed" | "failed" | "skipped";
  /** Milliseconds. */
  ms: number;
  error?: string;
}

export interface InHostRun {
  events: InHostEvent[];
  /** 0 where all passed, 124 where they did not end in time. */
  exitCode: number;
  /** What the editor printed: read it where the events do not explain the exit code. */
  output: string;
}

const shim = join(import.meta.dirname, "code-shim.ts");
/** Inside the checkout, so that the bundles find mocha. */
const cache = join(import.meta.dirname, "../../../node_modules/.cache");

/**
 * Runs Mocha tests in the real extension host, through `@vscode/test-electron` with code-server as its executable.
 * @param extension the folder of the extension under test.
 * @param files the TypeScript test files.
 */
export async function runInHost(extension: string, files: readonly string[]): Promise<InHostRun> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "slipway-in-host-"));
  const report = join(folder, "report.jsonl");
  const output: string[] = [];
  const sink = { write: (chunk: Uint8Array) => output.push(Buffer.from(chunk).toString()) > 0 };
  try {
    const bundles = await bundle(folder, files);
    const exitCode = await runTests({
      vscodeExecutablePath: shim,
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(folder, "in-host-entry.cjs"),
      extensionTestsEnv: { SLIPWAY_IN_HOST_REPORT: report, SLIPWAY_IN_HOST_FILES: JSON.stringify(bundles) },
      reuseMachineInstall: true,
      stdout: sink as NodeJS.WritableStream,
      stderr: sink as NodeJS.WritableStream,
    }).catch(exitCodeOf);
    return { events: await readEvents(report), exitCode, output: output.join("") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(outdir: string, files: readonly string[]): Promise<string[]> {
  const entry = join(import.meta.dirname, "in-host-entry.ts");
  await build({
    entryPoints: [entry, ...files].map((path) => ({ in: path, out: bundleName(path) })),
    outdir,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return files.map((path) => `${bundleName(path)}.cjs`);
}

/** The folder's name is part of it, so that two files of one name do not meet. */
function bundleName(path: string): string {
  return path.endsWith(".test.ts") ? `${basename(dirname(path))}-${basename(path, ".ts")}` : basename(path, ".ts");
}

async function readEvents(report: string): Promise<InHostEvent[]> {
  const lines = (await readFile(report, "utf8").catch(() => "")).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as InHostEvent);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof TestRunFailedError) return error.code ?? 1;
  throw error;
}
