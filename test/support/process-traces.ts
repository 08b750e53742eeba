import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Every directory and file below these roots, down to the sealed data and the built trees but not into them. */
export async function filesBelow(roots: readonly string[], levels = 6): Promise<string[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const names = await readdir(root).catch(() => []);
      const paths = names.map((name) => join(root, name));
      if (levels <= 1) return paths;
      const inside = paths.filter((path) => !/\/(data|tree|native)$/.test(path));
      return [...paths, ...(await filesBelow(inside, levels - 1))];
    }),
  );
  return found.flat().sort();
}

/** Every process that works below one of these directories or was started on one (Linux only), by its command line. */
export async function processesBelow(roots: readonly string[]): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    ids.map(async (id) => {
      const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      const directory = await readlink(`/proc/${id}/cwd`).catch(() => "");
      const ours = roots.some((root) => command.includes(root) || directory.startsWith(root));
      return ours ? [`process ${id} ${command.replaceAll("\0", " ").trim()}`] : [];
    }),
  );
  return found.flat().sort();
}
