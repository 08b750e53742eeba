import { issuePage } from "../shapes/issue.ts";
import type { Site } from "../site.ts";
import { type Issue, isPull } from "../state.ts";
import { conversation, heading, labels, stateOf } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { ago, page } from "./layout.ts";

/** The front page: what is to be done, and what is proposed. */
export function homePage(site: Site): string {
  const issues = site.store.state.issues.toReversed();
  return page(
    site,
    "Tickets",
    html`<h1>Tickets</h1>${list(
      site,
      issues.filter((one) => !isPull(one)),
      "No tickets.",
    )}<h1>Pull requests</h1>${list(site, issues.filter(isPull), "No pull requests yet.")}`,
  );
}

export function issuesPage(site: Site): string {
  const tickets = site.store.state.issues.toReversed().filter((one) => !isPull(one));
  return page(site, "Tickets", html`<h1>Tickets</h1>${list(site, tickets, "No tickets.")}`);
}

export function pullsPage(site: Site): string {
  const pulls = site.store.state.issues.toReversed().filter(isPull);
  return page(site, "Pull requests", html`<h1>Pull requests</h1>${list(site, pulls, "No pull requests yet.")}`);
}

export function issueDetailPage(site: Site, one: Issue): string {
  return page(site, one.title, html`${heading(one)}${conversation(site, one)}`);
}

function list(site: Site, issues: Issue[], empty: string): Html {
  if (issues.length === 0) return html`<p class="soft">${empty}</p>`;
  return html`<div class="box list">${issues.map(
    (
      one,
    ) => html`<div><span class="what"><a class="title" href="${issuePage(site, one)}">${one.title}</a> ${labels(one)}<br>
<span class="soft">#${one.number} by ${one.author}, ${ago(one.createdAt)}</span></span>${stateOf(one)}</div>`,
  )}</div>`;
}
