import type { ProblemData } from "../../protocol/problem-data.ts";
import type { Paint } from "./paint.ts";

/** An error as a person reads it: what, where, why, what next; one line each, four at most. */
export function problemLines(problem: Omit<ProblemData, "code" | "usage">, paint: Paint): string[] {
  const { what, where, why, next } = problem;
  return [
    `${paint("bad", "✖")} ${paint("strong", what)}`,
    ...(where ? [`  ${paint("quiet", "where")}  ${oneLine(where)}`] : []),
    ...(why ? [`  ${paint("quiet", "why")}    ${oneLine(why)}`] : []),
    ...(next ? [`  ${paint("quiet", "next")}   ${oneLine(next)}`] : []),
  ];
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " · ");
}
