import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const checkout = join(import.meta.dirname, "../../..");

/** The extension as people install it. */
export interface PackagedExtension {
  readonly vsix: string;
  remove(): Promise<void>;
}

/** Packages what is built, as `npm run package` does. */
export async function packageExtension(): Promise<PackagedExtension> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-vsix-"));
  const vsix = join(folder, "slipway.vsix");
  const local = { cwd: checkout, preferLocal: true, localDir: checkout };
  await execa("vsce", ["package", "--no-dependencies", "--out", vsix], local);
  return { vsix, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The files of an installed extension: their paths, and their sizes in bytes. */
export async function filesOf(folder: string): Promise<Map<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), (await stat(file)).size] as const)),
  );
}
