import * as z from "zod/mini";
import { asProblem, isAbort, Problem } from "../problem.ts";
import type { Redactor } from "../secrets/redactor.ts";
import { needsOf, readyStages, unreachableStages, validateGraph } from "./graph.ts";
import type { Journal } from "./journal.ts";
import type { AnyStage, Plan } from "./stage.ts";
import { openContext } from "./stage-context.ts";
import type { StageMemory } from "./stage-memory.ts";

/** What a run needs around it. */
export interface RunSurroundings {
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly memory: StageMemory;
  /** The run's own folder: its journal and logs. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export type RunOutcome = "succeeded" | "failed" | "cancelled";

/**
 * Runs a plan to its end: a stage starts as soon as what it needs is there; one that fails stops what depends on it and
 * only that. Everything that happens is said through the journal. Never throws for what a stage does.
 */
export async function runPlan(plan: Plan, surroundings: RunSurroundings): Promise<RunOutcome> {
  validateGraph(plan.stages);
  const { journal, signal } = surroundings;
  const began = Date.now();
  const stages = plan.stages.map((stage) => ({ name: stage.name, needs: needsOf(stage) }));
  const { kind, title, directory, change } = plan;
  journal.append({ type: "started", plan: { kind, title, directory, change, stages } });

  const outputs = new Map<string, unknown>();
  const started = new Set<string>();
  const lost = new Map<string, Problem | "cancelled">();
  const running = new Map<string, Promise<void>>();
  for (;;) {
    if (!signal.aborted) {
      for (const stage of readyStages(plan.stages, started, new Set(outputs.keys()))) {
        started.add(stage.name);
        const done = runStage(stage, outputs, surroundings).then((result) => {
          running.delete(stage.name);
          if ("output" in result) outputs.set(stage.name, result.output);
          else lost.set(stage.name, result.lost);
        });
        running.set(stage.name, done);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return finish(plan, surroundings, { began, lost, started });
}

type StageResult = { output: unknown } | { lost: Problem | "cancelled" };

async function runStage(
  stage: AnyStage,
  outputs: ReadonlyMap<string, unknown>,
  surroundings: RunSurroundings,
): Promise<StageResult> {
  const { journal, redactor, folder, signal } = surroundings;
  const inputs = Object.fromEntries(Object.entries(stage.needs).map(([name, need]) => [name, outputs.get(need.name)]));
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  journal.append({ type: "started", stage: stage.name });
  const context = openContext({ journal, redactor, folder, stage: stage.name, signal });
  try {
    const { output, reused } = await obtain(stage, inputs, surroundings, () => stage.execute(inputs as never, context));
    for (const [name, value] of Object.entries(stage.shows?.(output as never) ?? {})) context.output(name, value);
    context.close();
    journal.append({ type: "succeeded", stage: stage.name, seconds: seconds(), reused, output });
    return { output };
  } catch (error) {
    if (signal.aborted && stemsFromAbort(error, signal)) {
      context.close();
      journal.append({ type: "cancelled", stage: stage.name, seconds: seconds() });
      return { lost: "cancelled" };
    }
    const problem = asProblem(error, `The stage ${stage.name} failed`);
    context.close();
    journal.append({ type: "failed", stage: stage.name, seconds: seconds(), problem: problem.toJSON() });
    return { lost: problem };
  }
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

function finish(
  plan: Plan,
  { journal, signal }: RunSurroundings,
  {
    began,
    lost,
    started,
  }: { began: number; lost: ReadonlyMap<string, Problem | "cancelled">; started: ReadonlySet<string> },
): RunOutcome {
  const seconds = (Date.now() - began) / 1000;
  const unreachable = unreachableStages(plan.stages, new Set(lost.keys()));
  for (const stage of plan.stages) {
    const missing = unreachable.get(stage.name);
    if (missing !== undefined)
      journal.append({ type: "skipped", stage: stage.name, reason: `${missing} did not succeed` });
    else if (!started.has(stage.name))
      journal.append({ type: "skipped", stage: stage.name, reason: "the run was cancelled" });
  }
  const problem = [...lost.values()].find((reason) => reason instanceof Problem);
  if (problem) {
    journal.append({ type: "failed", seconds, problem: problem.toJSON() });
    return "failed";
  }
  if (signal.aborted || lost.size > 0) {
    journal.append({ type: "cancelled", seconds });
    return "cancelled";
  }
  journal.append({ type: "succeeded", seconds });
  return "succeeded";
}
