import { patchOf } from "../git/history.ts";
import { mergedTree } from "../git/merge.ts";
import { combinedState, latestStatuses } from "../shapes/status.ts";
import { repositoryPage, type Site } from "../site.ts";
import type { PullIssue } from "../state.ts";
import { conversation, heading } from "./conversation.ts";
import { diff } from "./diff.ts";
import { type Html, html } from "./html.ts";
import { ago, page } from "./layout.ts";

/** A pull request: what was said, what was checked, where it runs, what it changes, and the two buttons. */
export async function pullPage(site: Site, one: PullIssue, refused?: string): Promise<string> {
  const { headSha, baseSha } = one.pull;
  const statuses = latestStatuses(site, headSha);
  const patch = await patchOf(site.repository, baseSha, headSha);
  const content = html`${heading(one)}
<p class="soft"><code>${one.pull.base}</code> ← <code>${one.pull.head}</code> at <code>${headSha.slice(0, 10)}</code></p>
${refused !== undefined && html`<p class="refused">${refused}</p>`}
${conversation(site, one)}${reviews(site, one)}${checks(site, one)}${deployments(site, one)}
${await actions(site, one)}
<h2>Changes</h2>${diff(patch)}`;
  const moving = one.state === "open" && statuses.length > 0 && combinedState(statuses) === "pending";
  return page(site, one.title, content, moving ? 5 : undefined);
}

function reviews(site: Site, one: PullIssue): Html {
  const found = site.store.state.reviews.filter(({ pull }) => pull === one.number);
  return html`${found.map(
    (
      review,
    ) => html`<p id="pullrequestreview-${review.id}"><span class="dot success">✓</span> <strong>${review.author}</strong>
approved <code>${review.sha.slice(0, 10)}</code>${review.state === "DISMISSED" && ", before a push took that back"} <span class="soft">${ago(review.createdAt)}</span></p>`,
  )}`;
}

function checks(site: Site, one: PullIssue): Html {
  const statuses = latestStatuses(site, one.pull.headSha);
  if (statuses.length === 0) return html`<h2>Checks</h2><p class="soft">None have reported on this commit.</p>`;
  return html`<h2>Checks</h2><div class="box list">${statuses.map(
    (status) => html`<div><span class="dot ${status.state}">${marks[status.state]}</span>
<span class="what"><span class="title">${status.context}</span> <span class="soft">${status.description ?? ""}</span></span>
${status.targetUrl !== null && link(status.targetUrl, "Details")}</div>`,
  )}</div>`;
}

function deployments(site: Site, one: PullIssue): Html {
  const { state } = site.store;
  const commits = [one.pull.headSha, one.pull.mergeCommitSha];
  const found = state.deployments.filter(({ sha }) => commits.includes(sha));
  if (found.length === 0) return html``;
  const rows = found.map((deployment) => {
    const latest = state.deploymentStatuses.findLast((status) => status.deployment === deployment.id);
    const now = latest?.state ?? "pending";
    return html`<div><span class="dot ${now}">●</span><span class="what"><span class="title">${deployment.environment}</span>
<span class="soft">${now.replace("_", " ")}${latest?.description !== undefined && latest.description !== "" && ` · ${latest.description}`}</span></span>
${now === "success" && latest?.environmentUrl && link(latest.environmentUrl, "View deployment")}</div>`;
  });
  return html`<h2>Deployments</h2><div class="box list">${rows}</div>`;
}

async function actions(site: Site, one: PullIssue): Promise<Html> {
  if (one.state !== "open") {
    const { mergedBy, mergeCommitSha } = one.pull;
    return html`${mergedBy !== null && html`<p>Merged by <strong>${mergedBy}</strong> as <code>${(mergeCommitSha ?? "").slice(0, 10)}</code>.</p>`}`;
  }
  const here = `${repositoryPage(site)}/pull/${one.number}`;
  const mergeable = (await mergedTree(site.repository, one.pull.baseSha, one.pull.headSha)) !== undefined;
  const sha = html`<input type="hidden" name="sha" value="${one.pull.headSha}">`;
  return html`<h2>Decide</h2><div class="row">
<form method="post" action="${here}/approve">${sha}<button>Approve</button></form>
${mergeable && html`<form method="post" action="${here}/merge">${sha}<button class="go">Merge pull request</button></form>`}
${!mergeable && html`<span class="failure">This branch has conflicts with ${one.pull.base}.</span>`}</div>`;
}

function link(target: string, label: string): Html | undefined {
  return /^https?:\/\//.test(target) ? html`<a href="${target}" rel="noreferrer">${label}</a>` : undefined;
}

const marks = { success: "✓", failure: "✗", error: "✗", pending: "●" };
