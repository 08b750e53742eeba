import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./is-alive.ts";

/** `slipway-<word>-<process>-<six characters>` */
const named = /^slipway-[a-z]+-(\d+)-\w{6}$/;

/**
 * Lends a temporary folder of this process, readable by nobody else, for as long as `use` takes.
 * @param word lower-case letters that say what it is for.
 */
export async function withTemporaryFolder<T>(word: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `slipway-${word}-${process.pid}-`));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the temporary folders of processes that were killed. One whose process's number was given out again stays. */
export async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = named.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // Another person's may not be removed.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}
