import { join } from "node:path";
import { withTemporaryFolder } from "../../temporary-folder.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";

/** Hands over a clean export of a commit's files for as long as `use` takes. */
export function withTree<T>(
  { repository }: Services,
  commit: string,
  context: StageContext,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder("tree", async (folder) => {
    const { directory, notes } = await repository.exportTree(commit, join(folder, "tree"), context.signal);
    for (const note of notes) context.log(`${note}\n`);
    return await use(directory);
  });
}
