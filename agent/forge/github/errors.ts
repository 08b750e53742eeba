import { Problem, type ProblemParts } from "../../problem.ts";
import { type OperationName, operations } from "./operations.ts";
import type { Remote } from "./remote.ts";

/** What Octokit throws, as far as we read it. A request that never got an answer has no response. */
interface HttpError extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Record<string, string | number | undefined>; readonly data: unknown };
}

/** Says in words what GitHub, or the way to it, refused. */
export function forgeProblem(error: unknown, what: string, operation: OperationName, remote: Remote): Error {
  if (!isHttpError(error)) return error instanceof Error ? error : new Error(String(error));
  const about = { what, where: remote.webUrl, cause: error };
  if (!error.response) return new Problem({ ...about, ...unreachable(error, remote) });
  return new Problem({ ...about, ...refusal(error, error.response, operation, remote) });
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

type Because = Omit<ProblemParts, "what">;

function unreachable(error: HttpError, remote: Remote): Because {
  const cause = error.cause instanceof Error ? error.cause : error;
  const late = cause.name === "TimeoutError";
  return {
    why: late ? `${remote.host} did not answer in time` : `${remote.host} cannot be reached: ${error.message}`,
    next: "Check the network, the proxy and the remote's address, then try again.",
    code: "forge-unreachable",
  };
}

function refusal(
  error: HttpError,
  response: NonNullable<HttpError["response"]>,
  operation: OperationName,
  remote: Remote,
): Because {
  const why = reasonOf(response.data) ?? error.message;
  const repository = `${remote.owner}/${remote.name}`;
  if (isRateLimit(error.status, response)) return rateLimited(response);
  switch (error.status) {
    case 401:
      return {
        why: `${remote.host} did not accept the credentials (${why})`,
        next: `Sign in to GitHub again, or put a token that may write to ${repository} in GITHUB_TOKEN.`,
        code: "forge-unauthorized",
      };
    case 403:
      return {
        why,
        next: `Give the token the permission "${neededPermission(response, operation)}" on ${repository}; an organisation with single sign-on must have authorised it as well.`,
        code: "forge-forbidden",
      };
    case 404:
      return {
        why: `there is no such thing at ${repository}, or the token may not see it`,
        next: `Check that ${remote.webUrl} exists and that the token may read it (${operations[operation].permission ?? "any access"}).`,
        code: "forge-not-found",
      };
    case 405:
      return { why, next: "Open the pull request and mend what GitHub names there.", code: "merge-refused" };
    case 409:
      return operation === "mergePull"
        ? { why, next: "Somebody pushed to the branch: ship the new commit, then merge.", code: "head-moved" }
        : { why, code: "forge-conflict" };
    case 422:
      return { why, code: "forge-invalid" };
    default:
      return { why: `GitHub answered ${error.status}: ${why}`, next: "Try again in a minute.", code: "forge-failed" };
  }
}

function isRateLimit(status: number, { headers, data }: NonNullable<HttpError["response"]>): boolean {
  if (status !== 403 && status !== 429) return false;
  return status === 429 || headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(reasonOf(data) ?? "");
}

function rateLimited({ headers }: NonNullable<HttpError["response"]>): Because {
  const after = Number(headers["retry-after"]);
  const reset = Number(headers["x-ratelimit-reset"]);
  const until = after > 0 ? Date.now() + after * 1000 : reset > 0 ? reset * 1000 : Date.now() + 60_000;
  return {
    why: "GitHub's limit of requests for this account is used up",
    next: `Try again after ${new Date(until).toISOString()}.`,
    code: "forge-rate-limited",
  };
}

/** GitHub names the permission itself where it can; the table knows it otherwise. */
function neededPermission({ headers }: NonNullable<HttpError["response"]>, operation: OperationName): string {
  const accepted = headers["x-accepted-github-permissions"];
  return accepted ? String(accepted) : (operations[operation].permission ?? "read");
}

/** GitHub's message, with what it says about single fields. */
function reasonOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("message" in data)) return undefined;
  const errors = "errors" in data && Array.isArray(data.errors) ? data.errors.map(fieldError).filter(Boolean) : [];
  return [String(data.message), ...errors].join("; ");
}

function fieldError(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return "";
  const part = (name: string) => String((error as Record<string, unknown>)[name] ?? "");
  return part("message") || [part("resource"), part("field"), part("code")].filter(Boolean).join(" ");
}
