import { isDeepStrictEqual } from "node:util";
import { Problem } from "../problem.ts";
import type { Config } from "./schema/config.ts";

type Mask = Config["mask"];

/** The columns and rows that a change would show as they are in production, one refusal each. */
export function unmasked(versions: { base: Mask; change: Mask; fork: Mask }, file: string): Problem[] {
  const [base, change, fork] = [versions.base, versions.change, versions.fork].map(byShortName) as [Mask, Mask, Mask];
  const keys = [...new Set([...Object.keys(base), ...Object.keys(change)])];
  return keys
    .filter((key) => opens(base[key], change[key]) && !isDeepStrictEqual(change[key], fork[key]))
    .map((key) => refusal(key, change[key], file));
}

/** `public.users.email` is `users.email`: another spelling neither hides nor feigns an unmasking. */
function byShortName(mask: Mask): Mask {
  const short = (key: string, rule: Mask[string]) => {
    const rest = key.replace(/^public\./, "");
    return rest.includes(".") || keepsRows(rule) ? rest : key;
  };
  return Object.fromEntries(Object.entries(mask).map(([key, rule]) => [short(key, rule), rule]));
}

function opens(before: Mask[string] | undefined, after: Mask[string] | undefined): boolean {
  if (isDeepStrictEqual(before, after)) return false;
  if (keepsRows(after)) return true;
  const wasMasked = before !== undefined && before !== "keep" && !keepsRows(before);
  return (
    wasMasked && (after === undefined || after === "keep" || writesWhatItLikes(after) || opensPaths(before, after))
  );
}

/** An expression may give the column itself. */
function writesWhatItLikes(rule: Mask[string]): boolean {
  return typeof rule === "object" && "sql" in rule;
}

/** A document of which less is masked than was. */
function opensPaths(before: Mask[string], after: Mask[string]): boolean {
  const paths = (rule: Mask[string]) => (typeof rule === "object" && "paths" in rule ? rule.paths : undefined);
  const [was, becomes] = [paths(before), paths(after)];
  if (!becomes) return false;
  const isMasked = (path: string) => becomes[path] !== undefined && becomes[path] !== "keep";
  return was === undefined || !Object.keys(was).every((path) => was[path] === "keep" || isMasked(path));
}

function keepsRows(rule: Mask[string] | undefined): boolean {
  return typeof rule === "object" && "keepRows" in rule;
}

function refusal(key: string, rule: Mask[string] | undefined, file: string): Problem {
  const how = rule === undefined ? "takes its rule away" : `writes ${JSON.stringify(rule)}`;
  return new Problem({
    what: `The change tries to unmask ${key}`,
    where: `${file}, mask`,
    why: `it ${how}; masks count as they stand on the base branch, so nothing is unmasked`,
    next: "Take it out of this change. Where the column really is harmless, bring that to the base branch in a pull request of its own.",
    code: "unmask-refused",
    usage: true,
  });
}
