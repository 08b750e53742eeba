import { chmod, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problem } from "../problem.ts";
import { BlobStream } from "./blob-stream.ts";
import type { Git } from "./git.ts";
import { listTree, type TreeEntry } from "./tree.ts";

/** What was written, and what a build should know about it. */
export interface ExportedTree {
  readonly directory: string;
  readonly files: number;
  /** Sentences about what a commit names but does not hold: submodules, Git LFS. */
  readonly notes: readonly string[];
}

const lfsPointer = Buffer.from("version https://git-lfs.github.com/spec/v1\n");

/**
 * Writes a commit's files into an empty or missing directory, byte for byte as they were committed: no .git, no
 * ignored or uncommitted file, and no setting of this machine (line ends, filters, export-ignore) has a say.
 * When it fails or is cancelled the directory is removed again.
 */
export async function exportTree(
  git: Git,
  commit: string,
  directory: string,
  signal: AbortSignal,
): Promise<ExportedTree> {
  await requireEmpty(directory);
  try {
    return await write(git, commit, directory, signal);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function write(git: Git, commit: string, directory: string, signal: AbortSignal): Promise<ExportedTree> {
  const entries = await listTree(git, commit);
  const submodules = entries.filter(({ kind }) => kind === "submodule").map(({ path }) => path);
  const blobs = entries.filter(({ kind }) => kind !== "submodule");
  const pointers: string[] = [];
  for (const folder of foldersOf(entries)) await makeFolder(join(directory, folder));
  const input = blobs.map(({ object }) => `${object}\n`).join("");
  const what = "The commit's files could not be read";
  const stream = new BlobStream(git.stream(["cat-file", "--batch"], { input, signal, what }));
  try {
    for (const entry of blobs) {
      signal.throwIfAborted();
      const content = await stream.next(entry.object);
      if (content.subarray(0, lfsPointer.length).equals(lfsPointer)) pointers.push(entry.path);
      await writeEntry(join(directory, entry.path), entry.kind, content);
    }
    await stream.drain();
  } finally {
    await stream.close();
  }
  return { directory, files: blobs.length, notes: [...submoduleNotes(submodules), ...lfsNotes(pointers)] };
}

async function writeEntry(path: string, kind: TreeEntry["kind"], content: Buffer): Promise<void> {
  if (kind === "link") return symlink(content.toString("utf8"), path);
  await writeFile(path, content, { flag: "wx" });
  await chmod(path, kind === "executable" ? 0o755 : 0o644); // Whatever the umask: the modes are part of what is built.
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755);
}

/** Every folder, outer ones first. A submodule is an empty folder. */
function foldersOf(entries: readonly TreeEntry[]): string[] {
  const folders = new Set(["."]);
  for (const { path, kind } of entries) {
    for (let folder = kind === "submodule" ? path : dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function requireEmpty(directory: string): Promise<void> {
  const found = await readdir(directory).catch(() => []);
  if (found.length === 0) return;
  throw new Problem({ what: "A commit can only be written into an empty folder", where: directory, code: "not-empty" });
}

function submoduleNotes(paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : [`Submodules are left empty in the build: ${paths.join(", ")}.`];
}

function lfsNotes(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  return [`${paths.length} files are kept in Git LFS; the build sees their pointers: ${paths.slice(0, 5).join(", ")}.`];
}
