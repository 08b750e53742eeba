import type { Secret } from "../../secrets/secret.ts";

const patience = 30_000;
const remembered = 300;

interface Seen {
  readonly etag: string;
  readonly body: ArrayBuffer;
  readonly headers: [string, string][];
}

/**
 * A fetch that signs each request at the last moment, gives up after 30 s without an answer, and asks again for what
 * it has already seen with If-None-Match: a 304 is free of GitHub's primary limit, and is answered from memory.
 */
export function githubFetch(send: typeof fetch, token: Secret): typeof fetch {
  const cache = new Map<string, Seen>();

  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${token.reveal()}`);
    const key = `${headers.get("accept")} ${String(input)}`;
    const seen = init?.method === "GET" ? cache.get(key) : undefined;
    if (seen) headers.set("if-none-match", seen.etag);

    const response = await send(input, { ...init, headers, signal: AbortSignal.timeout(patience) });
    if (seen && response.status === 304) return answerAgain(seen, response);
    const etag = response.headers.get("etag");
    if (init?.method !== "GET" || response.status !== 200 || !etag) return response;

    const body = await response.arrayBuffer();
    const fresh = { etag, body, headers: [...response.headers] };
    cache.delete(key);
    cache.set(key, fresh);
    forgetOldest(cache);
    return withUrl(new Response(body, { status: 200, headers: bodyHeaders(fresh.headers) }), response.url);
  };
}

function answerAgain(seen: Seen, notModified: Response): Response {
  const headers = new Headers(bodyHeaders(seen.headers));
  for (const [name, value] of notModified.headers) headers.set(name, value);
  return withUrl(new Response(seen.body, { status: 200, headers }), notModified.url);
}

/** The body is decoded already: what describes its encoding on the wire would now be a lie. */
function bodyHeaders(headers: [string, string][]): [string, string][] {
  return headers.filter(([name]) => !["content-encoding", "content-length", "transfer-encoding"].includes(name));
}

function withUrl(response: Response, url: string): Response {
  return Object.defineProperty(response, "url", { value: url });
}

function forgetOldest(cache: Map<string, Seen>): void {
  const oldest = cache.keys().next();
  if (cache.size > remembered && !oldest.done) cache.delete(oldest.value);
}
