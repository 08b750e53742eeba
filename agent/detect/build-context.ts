import { posix } from "node:path";
import { type Instruction, readDockerfile } from "./dockerfile.ts";
import { partOf, type SourceTree } from "./source-tree.ts";

/** They work on all of a workspace. */
const ofWorkspace = /\bturbo(@\S+)? prune\b|\bpnpm\b.*\s(--filter\b|-F\s)/;

/**
 * The directory that a Dockerfile in an app's folder is built from: the root where it copies what is only there, or
 * works on the whole repository; else the folder.
 */
export async function contextOf(tree: SourceTree, folder: string, file: string): Promise<string> {
  const instructions = readDockerfile((await tree.text(file)) ?? "").stages.flatMap((stage) => stage.instructions);
  const isOfRoot =
    instructions.some(({ name, text }) => name === "RUN" && ofWorkspace.test(text)) ||
    instructions.some(({ text }) => namesFolder(text, folder)) ||
    copiedPaths(instructions).some((path) => isThere(tree, path) && !isThere(partOf(tree, folder), path));
  return isOfRoot ? "." : folder;
}

/** `/app/apps/web/dist` is there only where all was copied. A single name, `/srv/web`, may be anybody's. */
function namesFolder(text: string, folder: string): boolean {
  const parts = text.split(/[\s"'=[\],]+/).map((word) => `/${word}/`);
  return folder.includes("/") && parts.some((path) => path.includes(`/${folder}/`));
}

function copiedPaths(instructions: readonly Instruction[]): string[] {
  return instructions
    .filter(({ name, text }) => (name === "COPY" || name === "ADD") && !/--from=/.test(text))
    .flatMap(({ text }) =>
      text
        .split(/\s+/)
        .filter((word) => !word.startsWith("--"))
        .slice(0, -1),
    )
    .map((path) => posix.normalize(path).replace(/^\/|\/$/g, ""))
    .filter((path) => path !== "." && !/[[\]*?"]/.test(path));
}

function isThere(within: SourceTree, path: string): boolean {
  return within.has(path) || within.files.some((one) => one.startsWith(`${path}/`));
}
