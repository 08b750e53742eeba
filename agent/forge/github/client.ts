import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import type { Secret } from "../../secrets/secret.ts";
import { forgeProblem } from "./errors.ts";
import { type OperationName, operations, type RouteOf } from "./operations.ts";
import type { Remote } from "./remote.ts";
import { serialQueue } from "./serial-queue.ts";
import { githubFetch } from "./transport.ts";

/** The way to one repository on one GitHub. */
export interface Client {
  readonly remote: Remote;
  /** The two parameters that nearly every route begins with. */
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly octokit: Octokit;
  /**
   * Calls an operation of the table, and nothing else.
   * @param what the sentence of the Problem that is thrown where it fails, such as "Ticket 7 cannot be read".
   */
  ask<Name extends OperationName, Answer>(
    name: Name,
    what: string,
    send: (route: RouteOf<Name>) => Promise<Answer>,
  ): Promise<Answer>;
}

/** GitHub asks for a second between writes; an Enterprise Server has no such limit unless its owner sets one. */
const writeGap = 1000;
/** A person waits no longer than this for a limit to pass, in seconds; beyond it they are told until when. */
const longestWait = 60;

type ThrottleOptions = NonNullable<NonNullable<ConstructorParameters<typeof Octokit>[0]>["throttle"]>;
type Group = NonNullable<ThrottleOptions["write"]>;

const GitHub = Octokit.plugin(throttling, retry);

export function githubClient(remote: Remote, token: Secret, send: typeof fetch): Client {
  const octokit = new GitHub({
    baseUrl: remote.apiUrl,
    userAgent: "slipway",
    request: { fetch: githubFetch(send, token) },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    // 405 and 409 are a merge's answers: asking again would only be slower.
    retry: { doNotRetry: [400, 401, 403, 404, 405, 409, 410, 422, 429, 451], retryAfterBaseValue: 300 },
    throttle: {
      id: remote.host,
      write: unpaced,
      notifications: unpaced,
      onRateLimit: isWorthWaiting,
      onSecondaryRateLimit: isWorthWaiting,
    },
  });
  const oneAtATime = serialQueue(remote.apiUrl === "https://api.github.com" ? writeGap : 0);
  octokit.hook.wrap("request", (request, options) => {
    options.headers["x-github-api-version"] = "2022-11-28";
    if (options.method === "GET") return request(options);
    // A write whose answer was lost may have happened: the run looks it up, nobody tries it blindly a second time.
    options.request.retries = 0;
    return oneAtATime(async () => request(options));
  });

  return {
    remote,
    repository: { owner: remote.owner, repo: remote.name },
    octokit,
    async ask(name, what, ask) {
      try {
        return await ask(operations[name].route);
      } catch (error) {
        throw forgeProblem(error, what, name, remote);
      }
    },
  };
}

/** Pacing of writes is the serial queue's business: the plugin's own (1 s and 3 s, process-wide) stays out of it. */
const unpaced = {
  key: () => ({ schedule: (_options: unknown, job: () => Promise<unknown>) => job() }),
} as unknown as Group;

function isWorthWaiting(seconds: number, _request: unknown, _octokit: unknown, retries: number): boolean {
  return seconds <= longestWait && retries < 2;
}
