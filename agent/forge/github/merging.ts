import type { Forge } from "../forge.ts";
import type { Client } from "./client.ts";
import { chooseMergeMethod } from "./merge-method.ts";

/** Merging a pull request. */
export function mergingOf(client: Client): Pick<Forge, "merge"> {
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
  };
}
