import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Canary } from "./canary.ts";

/** Looks for canaries, all spellings at once. What it gives is sorted: "email: plain". */
export interface CanarySearch {
  inText(text: string): Promise<string[]>;
  inStream(stream: Readable): Promise<string[]>;
  /** In every file below a folder, and in their names. */
  inFolder(folder: string): Promise<string[]>;
  close(): Promise<void>;
}

/** grep reads hundreds of megabytes a second, however many patterns there are. */
export async function canarySearch(canaries: readonly Canary[]): Promise<CanarySearch> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-test-canaries-"));
  const patterns = join(folder, "patterns");
  const names = new Map<string, string>();
  const lines: Buffer[] = [];
  for (const { name, spellings } of canaries) {
    for (const [form, bytes] of spellings) {
      const key = bytes.toString("latin1");
      if (bytes.includes(10)) throw new Error(`A pattern of ${name} holds a line feed: ${form}`);
      // The first form is the simplest, where several are the same.
      if (names.has(key)) continue;
      names.set(key, `${name}: ${form}`);
      lines.push(bytes, Buffer.from("\n"));
    }
  }
  await writeFile(patterns, Buffer.concat(lines));

  const grep = async (args: readonly string[], input: Readable | string): Promise<string[]> => {
    const flags = ["--fixed-strings", "--text", "--only-matching", "--no-filename", `--file=${patterns}`];
    const { exitCode, stdout, stderr } = await execa("grep", [...flags, ...args], {
      ...(typeof input === "string" ? { input } : { input }),
      env: { LC_ALL: "C" },
      encoding: "latin1",
      reject: false,
    });
    // 1: nothing was found.
    if (exitCode === undefined || exitCode > 1) throw new Error(`grep failed: ${stderr}`);
    const found = new Set(stdout.split("\n").filter((line) => line !== ""));
    return [...found].map((line) => names.get(line) ?? `unknown: ${line}`).sort();
  };
  return {
    inText: (text) => grep(["-"], text),
    inStream: (stream) => grep(["-"], stream),
    async inFolder(path) {
      const { stdout: paths } = await execa("find", [path]);
      const found = await Promise.all([grep(["--recursive", "--devices=skip", path], ""), grep(["-"], paths)]);
      return [...new Set(found.flat())].sort();
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
