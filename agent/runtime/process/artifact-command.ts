import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../problem.ts";
import type { ArtifactRef } from "../runtime.ts";
import type { ArtifactRecord } from "./artifact-store.ts";
import { readRecord } from "./record.ts";

/** The directory in which an artifact's commands run. */
export function treeOf(artifact: ArtifactRef): string {
  return join(artifact.id, "tree");
}

/**
 * The shell command line to run in an artifact: the one asked for, else `npm start` where its package.json has it, else
 * what its Dockerfile says.
 * @throws Problem where the artifact is gone, or where nothing says how it starts.
 */
export async function artifactCommand(artifact: ArtifactRef, asked: string | undefined): Promise<string> {
  const record = await readRecord<ArtifactRecord>(join(artifact.id, "artifact.json"));
  if (!record) throw gone(artifact);
  if (asked !== undefined) return asked;
  const manifest = await readRecord<{ scripts?: { start?: unknown } }>(join(treeOf(artifact), "package.json"));
  if (typeof manifest?.scripts?.start === "string") return "npm start";
  const dockerfile = await readFile(join(treeOf(artifact), record.dockerfile), "utf8").catch(() => "");
  const command = dockerfileCommand(dockerfile);
  if (command === undefined) throw unknown(artifact, record.dockerfile);
  return command;
}

/** The shell command line of the last stage's ENTRYPOINT and CMD, in JSON or shell form; undefined without both. */
export function dockerfileCommand(dockerfile: string): string | undefined {
  const parts: { entrypoint?: string; cmd?: string } = {};
  for (const line of instructions(dockerfile)) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/s.exec(line) ?? [];
    const name = word.toLowerCase();
    if (name === "from") Object.assign(parts, { entrypoint: undefined, cmd: undefined });
    if (name === "cmd") parts.cmd = shellForm(rest);
    if (name === "entrypoint") Object.assign(parts, { entrypoint: shellForm(rest), cmd: undefined });
  }
  const command = [parts.entrypoint, parts.cmd].filter(Boolean).join(" ");
  return command === "" ? undefined : command;
}

/** Lines without comments, continued ones joined. */
function instructions(dockerfile: string): string[] {
  const lines = dockerfile.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\[ \t]*\n/g, " ")
    .split("\n")
    .map((line) => line.trim());
}

function shellForm(text: string): string {
  if (!text.startsWith("[")) return text;
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words)) return words.map((word) => `'${String(word).replaceAll("'", `'\\''`)}'`).join(" ");
  } catch {
    // Docker takes what is no JSON for a shell command too.
  }
  return text;
}

function gone(artifact: ArtifactRef): Problem {
  return new Problem({
    what: "The build is gone",
    where: artifact.name,
    next: "Build it again.",
    code: "artifact-gone",
  });
}

function unknown(artifact: ArtifactRef, dockerfile: string): Problem {
  return new Problem({
    what: "It is not known how the app starts",
    where: artifact.name,
    why: `package.json has no "start" script, and ${dockerfile} neither CMD nor ENTRYPOINT`,
    next: "Set `app.processes.web` in slipway.json.",
    code: "command-unknown",
  });
}
