import * as z from "zod/mini";
import { type AnyStage, defineStage, type Plan, type StageContext, type StageNeeds } from "../../agent/run/stage.ts";

/** A real stage of a test: its output is a text, by default its own name. */
export function simpleStage(
  name: string,
  needs: readonly AnyStage[] = [],
  execute: (context: StageContext, inputs: Record<string, unknown>) => Promise<string> = async () => name,
) {
  const named: StageNeeds = Object.fromEntries(needs.map((need) => [need.name, need]));
  return defineStage({
    name,
    needs: named,
    output: z.string(),
    execute: (inputs, context) => execute(context, inputs),
  });
}

export function shipPlan(stages: readonly AnyStage[], more: Partial<Plan> = {}): Plan {
  return { kind: "ship", title: "Ship fix-delivery", directory: "/work/shop", change: "fix-delivery", stages, ...more };
}
