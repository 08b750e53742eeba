import type { Secret } from "./secret.ts";

/**
 * Shapes that are secret wherever they stand: a URL's password, GitHub's tokens, `password=` in a connection string.
 * Repetitions are bounded: a long line without breaks must not take quadratic time.
 */
const shapes: readonly [RegExp, string][] = [
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}:)[^\s/]{1,2000}@/gi, "$1***@"],
  [/\b(gh[pousr]_[A-Za-z0-9]{8,}|github_pat_[A-Za-z0-9_]{8,})/g, "***"],
  [/\b(password|passwd|pgpassword)(["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s"',;}]+)/gi, "$1$2***"],
  [/\b(authorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+)[^\s"',;]+/gi, "$1***"],
];

/** Below this length a value is too common a word to hide it wherever it stands. */
const shortestKnown = 4;

/**
 * The one redactor: it stands in front of journals, logs, comments and errors. It hides what it was told of (also
 * URL-encoded, base64 and JSON-escaped) and what looks like a secret.
 */
export class Redactor {
  /** Longest first, so that a secret within a secret does not leave the rest of it standing. */
  #known: readonly string[] = [];

  /** From now on this value is hidden, and so is each line of it: output arrives line by line. */
  add(secret: Secret): void {
    const value = secret.reveal();
    const spellings = [value, ...value.split(/\r?\n/)].filter((part) => part.trim().length >= shortestKnown);
    const known = new Set([...this.#known, ...spellings.flatMap(spelledOtherwise)]);
    this.#known = [...known].sort((a, b) => b.length - a.length);
  }

  /**
   * Where a text that goes on may be cut: no known value begins before this place and ends, or may end, after it.
   */
  safeCut(text: string): number {
    let cut = Math.max(0, text.length - (this.#known[0]?.length ?? 1) + 1);
    for (let moved = true; moved; ) {
      moved = false;
      for (const value of this.#known) {
        const start = text.indexOf(value, Math.max(0, cut - value.length + 1));
        if (start < 0 || start >= cut) continue;
        cut = start;
        moved = true;
      }
    }
    return cut;
  }

  text(text: string): string {
    let redacted = text;
    for (const value of this.#known) redacted = redacted.replaceAll(value, "***");
    for (const [shape, replacement] of shapes) redacted = redacted.replace(shape, replacement);
    return redacted;
  }

  /** Plain data with every string in it redacted. */
  data<T>(value: T): T {
    if (typeof value === "string") return this.text(value) as T;
    if (Array.isArray(value)) return value.map((item) => this.data(item)) as T;
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.data(item)])) as T;
    }
    return value;
  }
}

/** A value as it may stand in a URL, in an Authorization header and in JSON. */
function spelledOtherwise(value: string): string[] {
  return [value, encodeURIComponent(value), Buffer.from(value).toString("base64"), JSON.stringify(value).slice(1, -1)];
}
