import { askRepository } from "./access.ts";
import type { Client } from "./client.ts";

/** A merge commit where the repository allows it, else a squash, else a rebase. */
export async function chooseMergeMethod(client: Client): Promise<"merge" | "squash" | "rebase"> {
  const found = await askRepository(client, "The repository's ways of merging cannot be read");
  // GitHub leaves the fields out for some kinds of token: then the merge itself shows it.
  if (found.allow_merge_commit !== false) return "merge";
  return found.allow_squash_merge === false ? "rebase" : "squash";
}
