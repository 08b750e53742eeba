import { commentsOf } from "../shapes/issue.ts";
import type { Site } from "../site.ts";
import { type Issue, isPull } from "../state.ts";
import { type Html, html } from "./html.ts";
import { ago } from "./layout.ts";
import { markdown } from "./markdown.ts";

/** Title, state, author and labels of a ticket or pull request. */
export function heading(one: Issue): Html {
  return html`<h1>${one.title} <span class="number">#${one.number}</span></h1>
<div class="row">${stateOf(one)}<span class="soft">${one.author} opened this ${ago(one.createdAt)}</span>${labels(one)}</div>`;
}

/** What was said, from the first post on. */
export function conversation(site: Site, one: Issue): Html {
  const posts = [{ ...one, body: one.body || "*No description.*", anchor: "" }];
  const replies = commentsOf(site, one.number).map((comment) => ({
    ...comment,
    anchor: `issuecomment-${comment.id}`,
  }));
  const reactions = site.store.state.reactions.filter(({ issue }) => issue === one.number);
  return html`${[...posts, ...replies].map(
    ({
      author,
      createdAt,
      updatedAt,
      body,
      anchor,
    }) => html`<article class="box"${anchor !== "" && html` id="${anchor}"`}>
<div class="head"><strong>${author}</strong> <span class="soft">${ago(createdAt)}${updatedAt !== createdAt && anchor !== "" && " · edited"}</span></div>
<div class="body">${markdown(body)}</div></article>`,
  )}${reactions.length > 0 && html`<p>${reactions.map((one) => html`<span title="${one.author}">${glyphs[one.content] ?? one.content}</span> `)}</p>`}`;
}

export function labels(one: Issue): Html {
  return html`${one.labels.map((name) => html`<span class="${name === "good first issue" ? "label starter" : "label"}">${name}</span>`)}`;
}

export function stateOf(one: Issue): Html {
  if (one.state === "open") return html`<span class="pill open">Open</span>`;
  if (!isPull(one)) return html`<span class="pill closed">Done</span>`;
  return one.pull.mergedAt === null
    ? html`<span class="pill gone">Closed</span>`
    : html`<span class="pill closed">Merged</span>`;
}

const glyphs: Record<string, string> = { eyes: "👀", rocket: "🚀", hooray: "🎉", heart: "❤️", "+1": "👍", "-1": "👎" };
