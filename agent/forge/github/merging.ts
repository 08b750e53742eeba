import { Problem } from "../../problem.ts";
import type { Forge } from "../forge.ts";
import type { Client } from "./client.ts";
import { chooseMergeMethod } from "./merge-method.ts";

/** Merging a pull request, and bringing its branch up to date with its base. */
export function mergingOf(client: Client): Pick<Forge, "merge" | "updateBranch"> {
  const { octokit, repository } = client;
  return {
    async merge(number, { sha, title }) {
      const method = await chooseMergeMethod(client);
      const { data } = await client.ask("mergePull", `Pull request ${number} was not merged`, (route) =>
        octokit.request(route, {
          ...repository,
          pull_number: number,
          sha,
          merge_method: method,
          commit_title: title,
        }),
      );
      return { sha: data.sha };
    },

    async updateBranch(number, expectedHead) {
      const what = `The branch of pull request ${number} was not brought up to date`;
      try {
        await client.ask("updatePullBranch", what, (route) =>
          octokit.request(route, { ...repository, pull_number: number, expected_head_sha: expectedHead }),
        );
      } catch (error) {
        if (error instanceof Problem && error.code === "forge-invalid") return explain(error);
        throw error;
      }
    },
  };
}

/** GitHub has one status for three answers, and tells them apart in its sentence only. */
function explain(problem: Problem): void {
  const why = problem.why ?? "";
  if (/no new commits/i.test(why)) return;
  if (/expected head sha/i.test(why)) {
    throw new Problem({
      ...problem.toJSON(),
      code: "head-moved",
      next: "Somebody pushed to the branch: ship the new commit, then try again.",
      cause: problem,
    });
  }
  throw new Problem({
    ...problem.toJSON(),
    code: "merge-refused",
    next: "Merge the base into the branch by hand and resolve the conflict.",
    cause: problem,
  });
}
