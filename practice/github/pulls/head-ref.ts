import type { Site } from "../site.ts";
import type { PullIssue } from "../state.ts";

/** Keeps a pull request's head where GitHub keeps it: it can be fetched when its branch is long gone. */
export async function keepHead(site: Site, { number, pull }: PullIssue): Promise<void> {
  await site.repository.run(["update-ref", `refs/pull/${number}/head`, pull.headSha]);
}
