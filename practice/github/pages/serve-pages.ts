import type { IncomingMessage, ServerResponse } from "node:http";
import { findPull, followBranches } from "../pulls/follow-branches.ts";
import { repositoryPage, type Site } from "../site.ts";
import { isPull } from "../state.ts";
import { html } from "./html.ts";
import { homePage, issueDetailPage, issuesPage, pullsPage } from "./issues-page.ts";
import { page } from "./layout.ts";
import { pullAction } from "./pull-actions.ts";
import { pullPage } from "./pull-page.ts";
import { sendPage } from "./send-page.ts";

/** Answers what is neither git nor REST: the pages that people read. */
export async function servePages(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", site.url);
  if (request.method === "POST") return pullAction(site, pathname, request, response);
  const home = new URL(repositoryPage(site)).pathname;
  if (pathname === "/") {
    response.writeHead(302, { location: home }).end();
    return;
  }
  const text = request.method === "GET" || request.method === "HEAD" ? await read(site, pathname, home) : undefined;
  sendPage(
    response,
    text === undefined ? 404 : 200,
    text ?? page(site, "Not found", html`<h1>There is no such page.</h1>`),
  );
}

async function read(site: Site, pathname: string, home: string): Promise<string | undefined> {
  if (pathname === home) {
    await followBranches(site);
    return homePage(site);
  }
  if (pathname === `${home}/issues`) return issuesPage(site);
  if (pathname === `${home}/pulls`) return pullsPage(site);
  const [, kind, digits] = /^\/(issues|pull)\/(\d+)$/.exec(pathname.slice(home.length)) ?? [];
  const number = Number(digits);
  if (kind === "pull") {
    const one = await findPull(site, number);
    return one && pullPage(site, one);
  }
  const ticket = site.store.state.issues.find((one) => one.number === number && !isPull(one));
  return kind === "issues" && ticket ? issueDetailPage(site, ticket) : undefined;
}
