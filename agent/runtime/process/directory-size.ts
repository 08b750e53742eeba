import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The bytes that a directory's files take on the disk. */
export async function directorySize(directory: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    bytes += entry.isDirectory() ? await directorySize(path) : (await lstat(path)).blocks * 512;
  }
  return bytes;
}
