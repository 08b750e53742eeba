import { cp, readFile, rename, stat, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { isReachable, unprivileged } from "./data-directory.ts";
import { giveTo } from "./owner.ts";
import type { PostgresPrograms } from "./programs.ts";

/**
 * Makes the programs runnable. A package's binaries lack their libraries' symbolic links when npm ran no scripts, and
 * root's folders are closed to the user that runs PostgreSQL: a copy in `directory` has neither flaw.
 */
export async function runnable(programs: PostgresPrograms, directory: string): Promise<PostgresPrograms> {
  if (!programs.embedded) return programs;
  const links = await missingLinks(programs.embedded, programs.embedded);
  if (links.length === 0 && (await isReachable(programs.directory))) return programs;
  const copy = join(directory, "postgres");
  const copied = { ...programs, directory: join(copy, "native", "bin") };
  if (await stat(copy).catch(() => undefined)) return copied;
  const unfinished = `${copy}.unfinished`;
  await cp(join(programs.embedded, "native"), join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of await missingLinks(programs.embedded, unfinished)) {
    await symlink(basename(source), join(unfinished, target));
  }
  await giveTo(unfinished, unprivileged);
  await rename(unfinished, copy);
  return copied;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The links that the package lists and that are not there below `root`. All lie beside what they point to. */
async function missingLinks(embedded: string, root: string): Promise<Link[]> {
  const listed = await readFile(join(embedded, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(listed) as Link[];
  const there = await Promise.all(links.map(({ target }) => stat(join(root, target)).catch(() => undefined)));
  return links.filter((_, index) => !there[index]);
}
