import type { Site } from "../site.ts";

/** One call of the REST API, taken apart and signed in. */
export interface Call {
  readonly site: Site;
  /** Whose token it came with. */
  readonly login: string;
  /** The named parts of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** The whole address, as it was asked for. */
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  /** As GitHub's description writes it: `GET /repos/{owner}/{repo}/issues`. */
  route: string;
  /** The query parameters that it honours, paging aside. Any other is refused, so that none is ignored in silence. */
  query?: readonly string[];
  handle(call: Call): Promise<Answer> | Answer;
}

/** A refusal in GitHub's shape. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, message: string, errors?: object[]) {
    super(message);
    this.answer = {
      status,
      body: {
        message,
        ...(errors ? { errors } : {}),
        documentation_url: "https://docs.github.com/rest",
        status: String(status),
      },
    };
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** @param code GitHub's: missing, missing_field, invalid, already_exists, unprocessable or custom (with a message). */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return new Refusal(422, "Validation Failed", [{ resource, field, code, ...(message ? { message } : {}) }]);
}

/** A field of the request's body that must be text, and not only blanks. */
export function requiredText(call: Call, resource: string, field: string): string {
  const value = call.body[field];
  if (typeof value !== "string" || value.trim() === "") throw invalid(resource, field, "missing_field");
  return value;
}

/** A field of the request's body that may be left out or null. */
export function optionalText(call: Call, resource: string, field: string): string | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(resource, field, "invalid");
  return value;
}
