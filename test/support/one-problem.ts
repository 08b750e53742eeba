import { expect } from "vitest";
import type { ProblemData } from "../../agent/protocol/problem-data.ts";
import { problemData } from "../../agent/protocol/problem-data.ts";
import type { CommandResult } from "./slipway.ts";

/**
 * The one error that a command ended with: every stage that failed says the same, or nothing. Checks what holds for
 * every error: that it says what to do next, and shows no stack, no driver's word alone and no secret.
 */
export function oneProblem(result: CommandResult, secrets: readonly string[] = []): ProblemData {
  const failed = result.events.flatMap((event) => (event.type === "failed" ? [event.problem] : []));
  const said = failed.length > 0 ? failed : [problemData.parse(result.last)];
  const distinct = new Map(said.map((problem) => [JSON.stringify(problem), problem]));
  expect([...distinct.values()].map(({ what }) => what)).toHaveLength(1);
  const [problem] = distinct.values();
  if (!problem) throw new Error("There is no problem");
  const text = JSON.stringify(problem);
  expect(problem.next, text).toBeTruthy();
  expect(problem.code).not.toMatch(/^(unexpected|defect|failed)$/);
  expect(text).not.toMatch(/\\n\s+at |node_modules|\bE(CONN|NO|PIPE|HOST|TIMED)[A-Z]+\b|undefined|\[object/);
  const all = `${JSON.stringify(result.lines)}\n${result.stderr}`;
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(result.exitCode).toBe(problem.usage ? 2 : 1);
  return problem;
}

/** Expects that a command has done what it should; says why where it has not. */
export function expectDone(result: CommandResult): void {
  const failed = result.events.find((event) => event.type === "failed");
  const why = failed?.type === "failed" ? failed.problem : result.exitCode === 0 ? undefined : result.last;
  expect({ exitCode: result.exitCode, why }).toEqual({ exitCode: 0, why: undefined });
}
