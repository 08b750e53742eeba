import { chown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Gives a file, or a folder with all in it, to a user. Does nothing where no user is named. */
export async function giveTo(path: string, owner: { uid?: number; gid?: number }): Promise<void> {
  if (owner.uid === undefined || owner.gid === undefined) return;
  const entries = (await lstat(path)).isDirectory() ? await readdir(path, { recursive: true }) : [];
  for (const entry of ["", ...entries]) await chown(join(path, entry), owner.uid, owner.gid);
}
