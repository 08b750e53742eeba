import { distance } from "../git/history.ts";
import { mergeCommits } from "../git/merge.ts";
import { latestStatuses } from "../shapes/status.ts";
import { type Answer, type Call, Refusal } from "./answers.ts";

/**
 * What GitHub does unless auto_merge is false: a branch behind the default branch gets it merged in, and then there is
 * no deployment yet.
 */
export async function mergeDefaultBranch(call: Call, ref: string, sha: string): Promise<Answer | undefined> {
  const { repository, defaultBranch } = call.site;
  const main = await repository.branch(defaultBranch);
  const isBranch = (await repository.branch(ref)) !== undefined;
  if (!main || !isBranch || (await distance(repository, main, sha)).behindBy === 0) return undefined;
  const merged = await mergeCommits(repository, {
    into: ref,
    expected: sha,
    from: main,
    message: `Merge branch '${defaultBranch}' into ${ref}\n`,
    author: call.login,
  });
  if ("refused" in merged) throw new Refusal(409, `Conflict merging ${defaultBranch} into ${ref}.`);
  return { status: 202, body: { message: `Auto-merged ${defaultBranch} into ${ref} on deployment.` } };
}

/** What GitHub asks unless required_contexts is empty: the named statuses, or all that there are, must be green. */
export function requireContexts(call: Call, ref: string, sha: string): void {
  const latest = latestStatuses(call.site, sha);
  const named = Array.isArray(call.body.required_contexts) ? call.body.required_contexts.map(String) : undefined;
  const required = named ?? latest.map(({ context }) => context);
  const contexts = required.map((context) => ({
    context,
    state: latest.find((one) => one.context.toLowerCase() === context.toLowerCase())?.state ?? "pending",
  }));
  if (contexts.every(({ state }) => state === "success")) return;
  throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`, [
    { contexts, resource: "Deployment", field: "required_contexts", code: "invalid" },
  ]);
}
