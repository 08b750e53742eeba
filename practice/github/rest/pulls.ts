import { distance } from "../git/history.ts";
import { findPull, followBranches } from "../pulls/follow-branches.ts";
import { keepHead } from "../pulls/head-ref.ts";
import { pullRequest, pullRequestSimple, review } from "../shapes/pull-request.ts";
import { isPull, type PullIssue } from "../state.ts";
import { timestamp } from "../store.ts";
import { type Call, invalid, notFound, optionalText, type Route, requiredText } from "./answers.ts";
import { list } from "./paging.ts";

export const pullRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/pulls",
    query: ["state", "head", "base", "sort", "direction"],
    async handle(call) {
      await followBranches(call.site);
      const state = call.query.get("state") ?? "open";
      const head = call.query.get("head");
      const base = call.query.get("base");
      if ((call.query.get("sort") ?? "created") !== "created") throw invalid("PullRequest", "sort", "invalid");
      const newestFirst = call.query.get("direction") !== "asc";
      const found = call.site.store.state.issues
        .filter(isPull)
        .filter((one) => state === "all" || one.state === state)
        .filter((one) => !head || head === `${call.site.owner}:${one.pull.head}`)
        .filter((one) => !base || base === one.pull.base)
        .sort((a, b) => (newestFirst ? b.number - a.number : a.number - b.number));
      return list(call, found, (one) => pullRequestSimple(call.site, one));
    },
  },
  {
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    handle: async (call) => ({ status: 200, body: await pullRequest(call.site, await pullOf(call)) }),
  },
  {
    route: "POST /repos/{owner}/{repo}/pulls",
    async handle(call) {
      const added = await newPull(call);
      call.site.store.change((state) => {
        added.number = state.nextNumber++;
        state.issues.push(added);
      });
      await keepHead(call.site, added);
      return { status: 201, body: await pullRequest(call.site, added) };
    },
  },
  {
    route: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
    async handle(call) {
      const one = await pullOf(call);
      const title = optionalText(call, "PullRequest", "title") ?? one.title;
      if (title.trim() === "") throw invalid("PullRequest", "title", "missing_field");
      const body = optionalText(call, "PullRequest", "body") ?? one.body;
      call.site.store.change(() => Object.assign(one, { title, body, updatedAt: timestamp() }));
      return { status: 200, body: await pullRequest(call.site, one) };
    },
  },
  {
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    async handle(call) {
      const { number } = await pullOf(call);
      const found = call.site.store.state.reviews.filter((one) => one.pull === number);
      return list(call, found, (one) => review(call.site, one));
    },
  },
];

/** The pull request that the path names, at its present commits. */
export async function pullOf(call: Call): Promise<PullIssue> {
  const one = await findPull(call.site, Number(call.path.pull_number));
  if (!one) throw notFound();
  return one;
}

async function newPull(call: Call): Promise<PullIssue> {
  const { site, login } = call;
  const title = requiredText(call, "PullRequest", "title");
  const head = requiredText(call, "PullRequest", "head").replace(`${site.owner}:`, "");
  const base = requiredText(call, "PullRequest", "base");
  const headSha = await site.repository.branch(head);
  const baseSha = await site.repository.branch(base);
  if (!headSha) throw invalid("PullRequest", "head", "invalid");
  if (!baseSha) throw invalid("PullRequest", "base", "invalid");
  if (site.store.state.issues.some((one) => isPull(one) && one.state === "open" && one.pull.head === head)) {
    throw unwanted(`A pull request already exists for ${site.owner}:${head}.`);
  }
  const { aheadBy } = await distance(site.repository, baseSha, headSha);
  if (aheadBy === 0) throw unwanted(`No commits between ${base} and ${head}`);
  return {
    ...site.store.made(login),
    number: 0,
    title,
    body: optionalText(call, "PullRequest", "body") ?? "",
    state: "open",
    stateReason: null,
    labels: [],
    assignees: [],
    closedAt: null,
    closedBy: null,
    pull: { head, base, headSha, baseSha, mergedAt: null, mergedBy: null, mergeCommitSha: null },
  };
}

function unwanted(message: string) {
  return invalid("PullRequest", "base", "custom", message);
}
