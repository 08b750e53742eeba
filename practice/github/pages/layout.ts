import { repositoryPage, type Site } from "../site.ts";
import { Html, html } from "./html.ts";
import { style } from "./style.ts";

/** A whole page. @param refresh seconds after which it looks again, for what is still moving. */
export function page(site: Site, title: string, content: Html, refresh?: number): string {
  const home = repositoryPage(site);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title} · ${site.owner}/${site.name}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><div class="in">
<strong><a href="${home}">${site.owner}/${site.name}</a></strong>
<nav><a href="${home}/issues">Tickets</a><a href="${home}/pulls">Pull requests</a></nav>
<span class="note soft">practice company · you are ${site.visitor}</span>
</div></header>
<main>${content}</main>
</body>
</html>`.text;
}

/** How long ago something was, as people say it. */
export function ago(time: string): Html {
  const minutes = Math.floor((Date.now() - Date.parse(time)) / 60_000);
  const said =
    minutes < 1
      ? "just now"
      : minutes < 60
        ? `${minutes} min ago`
        : minutes < 1440
          ? `${Math.floor(minutes / 60)} h ago`
          : `${Math.floor(minutes / 1440)} days ago`;
  return html`<time datetime="${time}" title="${time}">${said}</time>`;
}
