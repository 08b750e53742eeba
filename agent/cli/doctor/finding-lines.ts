import type { Finding } from "../../protocol/finding.ts";
import { type Paint, unpainted } from "../render/paint.ts";
import { problemLines } from "../render/problem-lines.ts";

const marks = { ok: ["good", "✔"], warning: ["busy", "!"], error: ["bad", "✖"] } as const;

/** A finding as a person reads it: in one line where all is well, else in the words of an error. */
export function findingLines({ level, ...finding }: Finding, paint: Paint = unpainted): string[] {
  const [tone, mark] = marks[level];
  const [, ...more] = problemLines(finding, paint);
  const where = level === "ok" && finding.where ? ` (${finding.where})` : "";
  return [`${paint(tone, mark)} ${paint("strong", finding.what)}${where}`, ...(level === "ok" ? [] : more)];
}
