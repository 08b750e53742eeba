import type { IncomingMessage, ServerResponse } from "node:http";
import { loginOf } from "../sign-in.ts";
import type { Site } from "../site.ts";
import { serveGit } from "./smart-http.ts";

/** The part of a path that belongs to git, such as `/info/refs`; undefined where it is none of git's. */
export function gitPath(site: Site, pathname: string): string | undefined {
  const match = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/.exec(pathname);
  return match && match[1] === site.owner && match[2] === site.name ? match[3] : undefined;
}

/**
 * Answers one request of git's. The repository is a public one: anybody may read, whoever has a token may push (as the
 * password, under any name). A wrong token gets nothing.
 */
export async function serveGitRequest(
  site: Site,
  hooks: string,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { search, searchParams } = new URL(request.url ?? "/", site.url);
  const service = path === "/info/refs" ? searchParams.get("service") : path.slice(1);
  const reads = service === "git-upload-pack";
  const isAnonymous = request.headers.authorization === undefined;
  const login = isAnonymous && reads ? "" : loginOf(request.headers.authorization, site.tokens);
  if (login === undefined) {
    request.resume();
    response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"', "content-type": "text/plain" });
    response.end(request.headers.authorization ? "Invalid username or token.\n" : "Authentication is required.\n");
    return;
  }
  await serveGit(request, response, path, search.slice(1), login, { bareRepository: site.repository.path, hooks });
}
