import { type MergeMethod, mergeMethods } from "../git/land.ts";
import { mergePull } from "../pulls/merge-pull.ts";
import { unmetRule } from "../rules/unmet-rule.ts";
import { invalid, optionalText, Refusal, type Route } from "./answers.ts";
import { pullOf } from "./pulls.ts";

const notAllowed = {
  merge: "Merge commits are not allowed on this repository.",
  squash: "Squash merges are not allowed on this repository.",
  rebase: "Rebase merges are not allowed on this repository.",
};

export const mergingRoutes: Route[] = [
  {
    route: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge",
    async handle(call) {
      const method = optionalText(call, "PullRequest", "merge_method") ?? "merge";
      if (!isMergeMethod(method)) throw invalid("PullRequest", "merge_method", "invalid");
      if (!call.site.mergeMethods.includes(method)) throw new Refusal(405, notAllowed[method]);
      const one = await pullOf(call);
      const merged = await mergePull(call.site, one, {
        login: call.login,
        method,
        sha: optionalText(call, "PullRequest", "sha"),
        title: optionalText(call, "PullRequest", "commit_title"),
        message: optionalText(call, "PullRequest", "commit_message"),
      });
      if ("sha" in merged) {
        return { status: 200, body: { sha: merged.sha, merged: true, message: "Pull Request successfully merged" } };
      }
      if (merged.refused === "moved") {
        throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
      }
      throw new Refusal(405, unmetRule(call.site, one) ?? "Pull Request is not mergeable");
    },
  },
];

function isMergeMethod(text: string): text is MergeMethod {
  return (mergeMethods as readonly string[]).includes(text);
}
