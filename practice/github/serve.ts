import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { gitPath, serveGitRequest } from "./git/git-request.ts";
import { servePages } from "./pages/serve-pages.ts";
import type { RateLimit } from "./rest/rate-limit.ts";
import { serveRest } from "./rest/serve-rest.ts";
import type { Site } from "./site.ts";

/** Hands every request to the part that it is meant for: REST, git, or the pages. */
export function serve(server: Server, site: Site, hooks: string, limit: RateLimit): void {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "/", site.url);
    if (pathname.startsWith("/api/")) return serveRest(site, limit, request, response);
    const git = gitPath(site, pathname);
    return git === undefined
      ? servePages(site, request, response)
      : serveGitRequest(site, hooks, request, response, git);
  };
  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`practice github: ${request.method} ${request.url}: ${String(error)}\n`);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("The stand-in for GitHub failed.\n");
    });
  });
}
