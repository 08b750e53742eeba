import type { Repository } from "./repository.ts";

/**
 * Whether all that is on a branch here was in a pull request's head: a newer commit would be taken for merged. A head
 * that was brought up to date on the forge may be unknown here, and then nothing is known.
 */
export async function holdsAll(
  repository: Pick<Repository, "commit" | "isAncestor">,
  head: string,
  here: string,
): Promise<boolean> {
  if (head === here) return true;
  return (await repository.commit(head)) !== undefined && repository.isAncestor(here, head);
}
