import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needsOf, readyStages, unreachableStages, validateGraph } from "../../agent/run/graph.ts";
import type { AnyStage } from "../../agent/run/stage.ts";
import { simpleStage } from "../support/simple-stage.ts";

/** Any graph: each stage needs some of those before it. */
const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((picks) => {
  const stages: AnyStage[] = [];
  for (const [index, pick] of picks.entries()) {
    const needs = index === 0 ? [] : pick.flatMap((number) => stages[number % index] ?? []);
    stages.push(simpleStage(`s${index}`, [...new Set(needs)]));
  }
  return stages;
});

describe("the graph of stages", () => {
  test("no stage starts before all that it needs is done, and all get their turn, in any order of ending", () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat()), (stages, choices) => {
        const started = new Set<string>();
        const done = new Set<string>();
        const running: string[] = [];
        while (done.size < stages.length) {
          for (const stage of readyStages(stages, started, done)) {
            expect(needsOf(stage).filter((need) => !done.has(need))).toEqual([]);
            started.add(stage.name);
            running.push(stage.name);
          }
          expect(running.length).toBeGreaterThan(0);
          const [ended] = running.splice((choices.next().value ?? 0) % running.length, 1);
          if (ended) done.add(ended);
        }
      }),
    );
  });

  test("a lost stage makes exactly its dependants unreachable", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (stages, number) => {
        const lost = stages[number % stages.length]?.name ?? "";
        const expected = new Set<string>();
        for (const stage of stages) {
          if (needsOf(stage).some((need) => need === lost || expected.has(need))) expected.add(stage.name);
        }
        const unreachable = unreachableStages(stages, new Set([lost]));
        expect(new Set(unreachable.keys())).toEqual(expected);
        expect([...unreachable.values()].every((cause) => cause === lost)).toBe(true);
      }),
    );
  });

  test("a plan with two stages of one name, or with a need that is missing, is a defect", () => {
    const clone = simpleStage("clone");
    expect(() => validateGraph([clone, simpleStage("clone")])).toThrow("Two stages are named clone");
    expect(() => validateGraph([simpleStage("migrate", [clone]), clone])).toThrow("needs clone");
    expect(() => validateGraph([clone, simpleStage("migrate", [clone])])).not.toThrow();
  });
});
