import * as z from "zod/mini";
import { asProblem, isAbort, type Problem } from "../problem.ts";
import type { Redactor } from "../secrets/redactor.ts";
import type { Journal } from "./journal.ts";
import { Outdated } from "./outdated.ts";
import type { AnyStage } from "./stage.ts";
import { type OpenContext, openContext } from "./stage-context.ts";
import type { StageMemory } from "./stage-memory.ts";
import { isDiskFull, writeProblem } from "./write-problem.ts";

/** What a run needs around it. */
export interface RunSurroundings {
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly memory: StageMemory;
  /** The run's own folder: its journal and logs. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Seconds are those that the stage took. Its end is in the journal, but for one that found another outdated. */
export type StageResult =
  | { readonly output: unknown }
  | { readonly lost: Problem | "cancelled" }
  | { readonly outdated: Outdated; readonly seconds: number };

/** Runs one stage, or finds what it gave before. Never throws for what the stage does. */
export async function runStage(
  stage: AnyStage,
  inputs: Readonly<Record<string, unknown>>,
  surroundings: RunSurroundings,
): Promise<StageResult> {
  const { journal, redactor, folder, signal } = surroundings;
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const context = openContext({ journal, redactor, folder, stage: stage.name, signal });
  try {
    journal.append({ type: "started", stage: stage.name });
    const { output, reused } = await obtain(stage, inputs, surroundings, () => stage.execute(inputs as never, context));
    for (const [name, value] of Object.entries(stage.shows?.(output as never) ?? {})) context.output(name, value);
    context.close();
    journal.append({ type: "succeeded", stage: stage.name, seconds: seconds(), reused, output });
    return { output };
  } catch (error) {
    closeAnyway(context);
    if (signal.aborted && stemsFromAbort(error, signal)) {
      journal.tell({ type: "cancelled", stage: stage.name, seconds: seconds() });
      return { lost: "cancelled" };
    }
    if (error instanceof Outdated) return { outdated: error, seconds: seconds() };
    const problem = explain(error, stage.name, folder);
    journal.tell({ type: "failed", stage: stage.name, seconds: seconds(), problem: problem.toJSON() });
    return { lost: problem };
  }
}

function closeAnyway(context: OpenContext): void {
  try {
    context.close();
  } catch {
    // Why the stage failed says more than that its log is not whole.
  }
}

function explain(error: unknown, stage: string, folder: string): Problem {
  return isDiskFull(error) ? writeProblem(error, folder) : asProblem(error, `The stage ${stage} failed`);
}

/** Whether an error is the abort itself, or was thrown because of it by whoever was in the middle of something. */
function stemsFromAbort(error: unknown, signal: AbortSignal): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isAbort(cause) || cause === signal.reason || ("isCanceled" in cause && cause.isCanceled)) return true;
  }
  return error === signal.reason;
}

/** An earlier output that still holds, or a new one, which is remembered. */
async function obtain(
  stage: AnyStage,
  inputs: unknown,
  { memory }: RunSurroundings,
  execute: () => Promise<unknown>,
): Promise<{ output: unknown; reused: boolean }> {
  const key = stage.key?.(inputs as never);
  if (key !== undefined) {
    const recalled = z.safeParse(stage.output, memory.recall(stage.name, key));
    if (recalled.success && (await (stage.holds?.(recalled.data as never, inputs as never) ?? true))) {
      return { output: recalled.data, reused: true };
    }
  }
  const output = z.parse(stage.output, await execute());
  if (key !== undefined) memory.remember(stage.name, key, output);
  return { output, reused: false };
}
