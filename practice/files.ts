import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Where a file or folder that the practice company brings along stands: beside the bundle (`practice-files/`), or in
 * the source tree.
 * @param path relative to this folder, such as "app" or "database".
 */
export function practiceFile(path: string): string {
  const bundled = join(import.meta.dirname, "practice-files", path);
  return existsSync(bundled) ? bundled : join(import.meta.dirname, path);
}
