import type { Forge, PullRequest, Review } from "../forge.ts";
import type { Client } from "./client.ts";

interface Pull {
  number: number;
  title: string;
  body: string | null;
  state: string;
  merged?: boolean;
  merged_at: string | null;
  merge_commit_sha: string | null;
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
  user: { login: string } | null;
  html_url: string;
}

type PullRequests = Pick<
  Forge,
  | "openPullRequests"
  | "openPullRequestOf"
  | "newestPullRequestOf"
  | "mergedPullRequestOf"
  | "pullRequest"
  | "mergeableState"
  | "createPullRequest"
  | "updatePullRequest"
  | "reviews"
>;

/** Pull requests as a proposal: finding, opening and editing them, and who reviewed them. */
export function pullRequestsOf(client: Client): PullRequests {
  const { octokit, repository } = client;
  const newestOf = async (branch: string, state: "open" | "closed" | "all") => {
    const { data } = await client.ask("listPulls", `The pull request of ${branch} cannot be looked up`, (route) =>
      octokit.request(route, {
        ...repository,
        state,
        head: `${repository.owner}:${branch}`,
        sort: "created",
        direction: "desc",
      }),
    );
    return data.map(asPullRequest);
  };
  const one = async (number: number) => {
    const { data } = await client.ask("getPull", `Pull request ${number} cannot be read`, (route) =>
      octokit.request(route, { ...repository, pull_number: number }),
    );
    return data;
  };
  return {
    async openPullRequests() {
      return client.ask("listPulls", "The open pull requests cannot be listed", async (route) => {
        const parameters = { ...repository, state: "open" as const, sort: "created" as const, per_page: 100 };
        return (await octokit.paginate(route, { ...parameters, direction: "desc" })).map(asPullRequest);
      });
    },
    openPullRequestOf: async (branch) => (await newestOf(branch, "open"))[0],
    newestPullRequestOf: async (branch) => (await newestOf(branch, "all"))[0],
    mergedPullRequestOf: async (branch) => (await newestOf(branch, "closed")).find(({ merged }) => merged),

    pullRequest: async (number) => asPullRequest(await one(number)),
    mergeableState: async (number) => (await one(number)).mergeable_state,

    async createPullRequest(request) {
      const { data } = await client.ask("createPull", `The pull request of ${request.head} cannot be opened`, (route) =>
        octokit.request(route, { ...repository, ...request }),
      );
      return asPullRequest(data);
    },

    async updatePullRequest(number, change) {
      const { data } = await client.ask("updatePull", `Pull request ${number} cannot be edited`, (route) =>
        octokit.request(route, { ...repository, ...change, pull_number: number }),
      );
      return asPullRequest(data);
    },

    async reviews(number) {
      return client.ask("listReviews", `The reviews of pull request ${number} cannot be read`, async (route) => {
        const found = await octokit.paginate(route, { ...repository, pull_number: number, per_page: 100 });
        return found.map((review) => ({
          author: review.user?.login ?? "ghost",
          state: review.state as Review["state"],
          sha: review.commit_id ?? "",
        }));
      });
    },
  };
}

function asPullRequest(pull: Pull): PullRequest {
  const merged = pull.merged ?? pull.merged_at !== null;
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.state === "closed" ? "closed" : "open",
    merged,
    // Before the merge the field holds GitHub's test merge, which is on no branch.
    mergeCommitSha: merged ? (pull.merge_commit_sha ?? undefined) : undefined,
    head: { branch: pull.head.ref, sha: pull.head.sha },
    headRef: `refs/pull/${pull.number}/head`,
    base: { branch: pull.base.ref, sha: pull.base.sha },
    author: pull.user?.login ?? "ghost",
    url: pull.html_url,
  };
}
