import { changeSize, commitsBetween } from "../git/history.ts";
import { mergedTree } from "../git/merge.ts";
import { unmetRule } from "../rules/unmet-rule.ts";
import { repositoryApi, repositoryPage, type Site } from "../site.ts";
import type { PullIssue, Review } from "../state.ts";
import { commentsOf, label } from "./issue.ts";
import { repository } from "./repository.ts";
import { nodeId, user } from "./user.ts";

/** A pull request as a list shows it. */
export function pullRequestSimple(site: Site, one: PullIssue) {
  const api = repositoryApi(site);
  const url = `${api}/pulls/${one.number}`;
  const page = `${repositoryPage(site)}/pull/${one.number}`;
  const links = {
    self: url,
    html: page,
    issue: `${api}/issues/${one.number}`,
    comments: `${api}/issues/${one.number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${one.pull.headSha}`,
  };
  const assignees = one.assignees.map((login) => user(site, login));
  return {
    id: one.id,
    node_id: nodeId("PullRequest", one.id),
    number: one.number,
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    state: one.state,
    locked: false,
    title: one.title,
    body: one.body,
    user: user(site, one.author),
    labels: one.labels.map((name) => label(site, name)),
    milestone: null,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    closed_at: one.closedAt,
    merged_at: one.pull.mergedAt,
    merge_commit_sha: one.pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: [],
    requested_teams: [],
    draft: false,
    head: side(site, one.pull.head, one.pull.headSha),
    base: side(site, one.pull.base, one.pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: "MEMBER",
    auto_merge: null,
  };
}

/** A pull request in full: with what git says of it. */
export async function pullRequest(site: Site, one: PullIssue) {
  const { headSha, baseSha, mergedAt, mergedBy } = one.pull;
  const open = one.state === "open";
  const mergeable = open ? (await mergedTree(site.repository, baseSha, headSha)) !== undefined : null;
  const size = await changeSize(site.repository, baseSha, headSha);
  return {
    ...pullRequestSimple(site, one),
    merged: mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? openState(site, one) : "dirty",
    merged_by: mergedBy === null ? null : user(site, mergedBy),
    comments: commentsOf(site, one.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: (await commitsBetween(site.repository, baseSha, headSha)).length,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.files,
  };
}

function openState(site: Site, one: PullIssue): string {
  return unmetRule(site, one) === undefined ? "clean" : "blocked";
}

export function review(site: Site, one: Review) {
  const page = `${repositoryPage(site)}/pull/${one.pull}#pullrequestreview-${one.id}`;
  const api = `${repositoryApi(site)}/pulls/${one.pull}`;
  return {
    id: one.id,
    node_id: nodeId("PullRequestReview", one.id),
    user: user(site, one.author),
    body: one.body,
    state: one.state,
    html_url: page,
    pull_request_url: api,
    _links: { html: { href: page }, pull_request: { href: api } },
    submitted_at: one.createdAt,
    commit_id: one.sha,
    author_association: "MEMBER",
  };
}

function side(site: Site, branch: string, sha: string) {
  return { label: `${site.owner}:${branch}`, ref: branch, sha, user: user(site, site.owner), repo: repository(site) };
}
