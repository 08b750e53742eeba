import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Writes plain data so that a reader sees the whole of it or the one before, readable by nobody else. */
export async function writeRecord(file: string, value: unknown): Promise<void> {
  const partial = join(dirname(file), `.${basename(file)}.partial`);
  await writeFile(partial, JSON.stringify(value), { mode: 0o600 });
  await rename(partial, file);
}

/** Reads what {@link writeRecord} wrote; undefined where there is none or it cannot be read. */
export async function readRecord<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** The paths so many levels below a directory; none where it does not exist. */
export async function pathsBelow(directory: string, levels: number): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const paths = names.filter((name) => !name.startsWith(".")).map((name) => join(directory, name));
  if (levels <= 1) return paths;
  return (await Promise.all(paths.map((path) => pathsBelow(path, levels - 1)))).flat();
}
