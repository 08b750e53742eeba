import { distance } from "../git/history.ts";
import { type MergeMethod, mergeMethods } from "../git/land.ts";
import { mergedTree } from "../git/merge.ts";
import { mergePull, updateBranch } from "../pulls/merge-pull.ts";
import { pullRequestSimple } from "../shapes/pull-request.ts";
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
      const merged = await mergePull(call.site, await pullOf(call), {
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
      throw new Refusal(405, "Pull Request is not mergeable");
    },
  },
  {
    route: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch",
    async handle(call) {
      const { site, login } = call;
      const one = await pullOf(call);
      const { headSha, baseSha, base } = one.pull;
      const expected = optionalText(call, "PullRequest", "expected_head_sha") ?? headSha;
      if (one.state !== "open") throw new Refusal(422, "Pull request is closed");
      if (expected !== headSha) throw new Refusal(422, "expected head sha didn’t match current head ref.");
      if ((await distance(site.repository, baseSha, headSha)).behindBy === 0) {
        throw new Refusal(422, `There are no new commits on the base branch '${base}'.`);
      }
      if (!(await mergedTree(site.repository, headSha, baseSha))) {
        throw new Refusal(422, "merge conflict between base and head");
      }
      const { url } = pullRequestSimple(site, one);
      return {
        status: 202,
        body: { message: "Updating pull request branch.", url },
        afterwards: () => updateBranch(site, one, login),
      };
    },
  },
];

function isMergeMethod(text: string): text is MergeMethod {
  return (mergeMethods as readonly string[]).includes(text);
}
