import type { IncomingMessage, ServerResponse } from "node:http";
import { findPull } from "../pulls/follow-branches.ts";
import { mergePull } from "../pulls/merge-pull.ts";
import { readBody } from "../read-body.ts";
import { unmetRule } from "../rules/unmet-rule.ts";
import { repositoryPage, type Site } from "../site.ts";
import type { PullIssue } from "../state.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { pullPage } from "./pull-page.ts";
import { sendPage } from "./send-page.ts";

/** The two buttons of a pull request's page. Only that page itself may press them. */
export async function pullAction(
  site: Site,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  if (!isSameOrigin(request)) {
    return sendPage(response, 403, page(site, "Refused", html`<h1>This did not come from this site's own page.</h1>`));
  }
  const home = new URL(repositoryPage(site)).pathname;
  const [, digits, action] = /^\/pull\/(\d+)\/(approve|merge)$/.exec(pathname.slice(home.length)) ?? [];
  const one = digits && pathname.startsWith(home) ? await findPull(site, Number(digits)) : undefined;
  if (!one) return sendPage(response, 404, page(site, "Not found", html`<h1>There is no such page.</h1>`));

  const refused = await site.alone(() => decide(site, one, action === "merge", form.get("sha") ?? ""));
  if (refused !== undefined) return sendPage(response, 409, await pullPage(site, one, refused));
  response.writeHead(303, { location: `${home}/pull/${one.number}` }).end();
}

/** @returns why not, where it was not done. */
async function decide(site: Site, one: PullIssue, merge: boolean, sha: string): Promise<string | undefined> {
  if (one.state !== "open") return "This pull request is closed.";
  if (sha !== one.pull.headSha) return "The branch moved while you were reading: look at it again.";
  if (!merge) {
    site.store.change((state) => {
      const made = site.store.made(site.visitor);
      state.reviews.push({ ...made, pull: one.number, state: "APPROVED", sha, body: "" });
    });
    return undefined;
  }
  const merged = await mergePull(site, one, { login: site.visitor, method: site.mergeMethods[0] ?? "merge", sha });
  if ("sha" in merged) return undefined;
  if (merged.refused === "moved") return "The branch moved: look at it again.";
  return unmetRule(site, one) ?? "It cannot be merged as it is.";
}

/** Every browser says with a POST where it comes from. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
