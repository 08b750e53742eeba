import { repositoryApi, repositoryPage, type Site } from "../site.ts";
import { type Comment, type Issue, isPull, type Reaction } from "../state.ts";
import { idOf, nodeId, user } from "./user.ts";

/** A ticket (or the ticket's half of a pull request) as the issues API shows it. */
export function issue(site: Site, one: Issue) {
  const api = `${repositoryApi(site)}/issues/${one.number}`;
  const assignees = one.assignees.map((login) => user(site, login));
  return {
    id: one.id,
    node_id: nodeId("Issue", one.id),
    url: api,
    repository_url: repositoryApi(site),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: issuePage(site, one),
    number: one.number,
    state: one.state,
    state_reason: one.stateReason,
    title: one.title,
    body: one.body,
    user: user(site, one.author),
    labels: one.labels.map((name) => label(site, name)),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    locked: false,
    comments: commentsOf(site, one.number).length,
    closed_at: one.closedAt,
    closed_by: one.closedBy === null ? null : user(site, one.closedBy),
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    author_association: "MEMBER",
    ...(isPull(one) ? { draft: false, pull_request: pullLinks(site, one.number, one.pull.mergedAt) } : {}),
  };
}

export function label(site: Site, name: string) {
  const id = idOf(`label ${name}`);
  return {
    id,
    node_id: nodeId("Label", id),
    url: `${repositoryApi(site)}/labels/${encodeURIComponent(name)}`,
    name,
    description: "",
    color: name === "good first issue" ? "7057ff" : "ededed",
    default: false,
  };
}

export function comment(site: Site, one: Comment) {
  const parent = site.store.state.issues.find((candidate) => candidate.number === one.issue);
  const page = parent ? issuePage(site, parent) : `${repositoryPage(site)}/issues/${one.issue}`;
  return {
    id: one.id,
    node_id: nodeId("IssueComment", one.id),
    url: `${repositoryApi(site)}/issues/comments/${one.id}`,
    html_url: `${page}#issuecomment-${one.id}`,
    issue_url: `${repositoryApi(site)}/issues/${one.issue}`,
    body: one.body,
    user: user(site, one.author),
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    author_association: "MEMBER",
    performed_via_github_app: null,
  };
}

export function reaction(site: Site, one: Reaction) {
  return {
    id: one.id,
    node_id: nodeId("Reaction", one.id),
    user: user(site, one.author),
    content: one.content,
    created_at: one.createdAt,
  };
}

export function issuePage(site: Site, one: Issue): string {
  return `${repositoryPage(site)}/${isPull(one) ? "pull" : "issues"}/${one.number}`;
}

export function commentsOf(site: Site, number: number): Comment[] {
  return site.store.state.comments.filter((one) => one.issue === number);
}

function pullLinks(site: Site, number: number, mergedAt: string | null) {
  const page = `${repositoryPage(site)}/pull/${number}`;
  return {
    url: `${repositoryApi(site)}/pulls/${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: mergedAt,
  };
}
