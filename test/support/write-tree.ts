import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A directory with files, removed at the end of an `await using` block. */
export interface WrittenTree extends AsyncDisposable {
  readonly directory: string;
}

/** @param files texts by path. */
export async function writeTree(files: Readonly<Record<string, string>>): Promise<WrittenTree> {
  const directory = await mkdtemp(join(tmpdir(), "slipway-test-tree-"));
  await writeFiles(directory, files);
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) };
}

/** Writes files into a directory that exists. @param files texts by path. */
export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}
