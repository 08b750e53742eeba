import type { z } from "zod";
import { keysAt } from "./json-schema.ts";
import { nearest } from "./nearest.ts";

/** A mistake in words, before it is known on which line it stands. */
export interface Explanation {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The valid key or value that was most probably meant. */
  readonly nearest?: string | undefined;
}

type Issue = z.core.$ZodIssue;

/** Turns one finding of the schema into words; an object with three unknown keys gives three explanations. */
export function explainIssue(issue: Issue, valueAt: (path: readonly PropertyKey[]) => unknown): Explanation[] {
  const value = valueAt(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(issue.path, key));
    case "invalid_union":
      return explainUnion(issue, value, valueAt);
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const meant = typeof value === "string" ? nearest(value, allowed) : undefined;
      return [{ path: issue.path, message: `expected ${allowed.map(quoted).join(", ")}`, nearest: meant }];
    }
    case "invalid_key":
      return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message }];
    case "invalid_type":
      if (value === undefined) return [{ path: issue.path, message: "is missing" }];
      return [{ path: issue.path, message: `expected ${typeInWords(issue.expected)}, found ${found(value)}` }];
    case "too_small":
      return [{ path: issue.path, message: tooSmall(issue) }];
    case "too_big":
      return [{ path: issue.path, message: tooBig(issue) }];
    default:
      return [{ path: issue.path, message: issue.message.replace(/^Invalid input: /, "") }];
  }
}

/** Of a choice of shapes, speaks of the one that was meant, where that can be told. */
function explainUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  value: unknown,
  valueAt: (path: readonly PropertyKey[]) => unknown,
): Explanation[] {
  if (value === undefined) return [{ path: issue.path, message: `is missing: ${issue.message}` }];
  const meant = issue.errors.filter((issues) => !issues.some((inner) => isOfAnotherType(inner, value)));
  const [only] = meant;
  if (only && meant.length === 1) {
    return only.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, valueAt));
  }
  const closest = leastWrong(meant);
  if (closest)
    return closest.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, valueAt));
  const known = keysAt(issue.path);
  const unknown = isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
  if (unknown.length > 0 && known.length > 0) return unknown.map((key) => unknownKey(issue.path, key));
  return [
    { path: issue.path, message: issue.message.replace(/^Invalid input$/, "has a shape that is not known here") },
  ];
}

/** The shape with the fewest mistakes, where one has fewer than all others. */
function leastWrong(shapes: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const weigh = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  const [first, second] = shapes.toSorted((a, b) => weigh(a) - weigh(b));
  return first && second && weigh(first) < weigh(second) ? first : undefined;
}

function tooSmall(issue: Extract<Issue, { code: "too_small" }>): string {
  const unit = unitOf(issue);
  if (issue.inclusive === false) return `must be more than ${issue.minimum}`;
  return unit && issue.minimum === 1 ? "must not be empty" : `must be at least ${issue.minimum}${unit}`;
}

function tooBig(issue: Extract<Issue, { code: "too_big" }>): string {
  const unit = unitOf(issue);
  return issue.inclusive === false ? `must be less than ${issue.maximum}` : `must be at most ${issue.maximum}${unit}`;
}

function unitOf({ origin }: { origin: string }): string {
  return { string: " characters long", array: " entries long" }[origin] ?? "";
}

function isOfAnotherType(issue: Issue, value: unknown): boolean {
  return (
    issue.path.length === 0 && (issue.code === "invalid_type" || (issue.code === "invalid_value" && isObject(value)))
  );
}

function unknownKey(path: readonly PropertyKey[], key: string): Explanation {
  const known = keysAt(path);
  const meant = nearest(key, known);
  const message = meant || known.length === 0 ? "unknown key" : `unknown key, expected one of ${known.join(", ")}`;
  return { path: [...path, key], message, nearest: meant };
}

function typeInWords(expected: string): string {
  const words: Record<string, string> = { string: "text", int: "a whole number", number: "a number", array: "a list" };
  return words[expected] ?? (expected === "boolean" ? "true or false" : "an object");
}

function found(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return typeof value === "string" ? "text" : String(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
