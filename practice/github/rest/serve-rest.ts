import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../read-body.ts";
import { loginOf } from "../sign-in.ts";
import type { Site } from "../site.ts";
import { type Answer, invalid, notFound, Refusal, type Route } from "./answers.ts";
import { matchRoute } from "./match.ts";
import type { RateLimit } from "./rate-limit.ts";

/** Answers one request below /api/v3 as GitHub would, its errors, limits and conditional requests included. */
export async function serveRest(
  site: Site,
  limit: RateLimit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const login = loginOf(request.headers.authorization, site.tokens);
  const answer = await answerTo(site, limit, login, request);
  const body = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  const etag = body && request.method === "GET" && answer.status === 200 ? etagOf(body) : undefined;
  const unchanged = etag !== undefined && request.headers["if-none-match"] === etag;
  if (login !== undefined && !unchanged) limit.spend(login);

  response.writeHead(unchanged ? 304 : answer.status, {
    "x-github-media-type": "github.v3; format=json",
    "x-github-request-id": randomUUID(),
    ...(login === undefined ? {} : limit.headers(login)),
    ...(etag === undefined ? {} : { etag, "cache-control": "private, max-age=60, s-maxage=60", vary: "Accept" }),
    ...(body === undefined || unchanged ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...answer.headers,
  });
  response.end(unchanged ? undefined : body);
}

async function answerTo(
  site: Site,
  limit: RateLimit,
  login: string | undefined,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    const raw = await readBody(request);
    if (login === undefined) {
      throw new Refusal(401, request.headers.authorization ? "Bad credentials" : "Requires authentication");
    }
    if (!limit.hasLeft(login)) throw new Refusal(403, `API rate limit exceeded for user ${login}.`);
    const url = new URL(request.url ?? "/", site.url);
    const match = matchRoute(request.method ?? "GET", url.pathname.replace(/^\/api\/v3/, ""));
    if (!match || !isOurs(site, match.path)) throw notFound();
    refuseUnknownQuery(match.route, url.searchParams);
    const call = { site, login, path: match.path, url, query: url.searchParams, body: parseBody(raw) };
    return await site.alone(async () => match.route.handle(call));
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    const why = error instanceof Error ? error.message : String(error);
    return new Refusal(500, `The stand-in for GitHub failed: ${why}`).answer;
  }
}

function isOurs(site: Site, path: Record<string, string>): boolean {
  const same = (a: string | undefined, b: string) => a === undefined || a.toLowerCase() === b.toLowerCase();
  return same(path.owner, site.owner) && same(path.repo, site.name);
}

function refuseUnknownQuery(route: Route, query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (!["page", "per_page", ...(route.query ?? [])].includes(name)) {
      throw invalid("Query", name, "custom", `The stand-in does not know the parameter ${name}`);
    }
  }
}

function parseBody(raw: string): Record<string, unknown> {
  if (raw === "") return {};
  try {
    const body: unknown = JSON.parse(raw);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
  throw new Refusal(400, "Body should be a JSON object");
}

function etagOf(body: string): string {
  return `W/"${createHash("sha256").update(body).digest("hex")}"`;
}
