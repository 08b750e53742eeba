import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";

/** Hands over a clean export of a commit's files for as long as `use` takes. */
export async function withTree<T>(
  { repository }: Services,
  commit: string,
  context: StageContext,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-tree-"));
  try {
    const { directory, notes } = await repository.exportTree(commit, join(folder, "tree"), context.signal);
    for (const note of notes) context.log(`${note}\n`);
    return await use(directory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
