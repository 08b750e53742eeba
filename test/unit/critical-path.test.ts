import { expect, test } from "vitest";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import { criticalPath } from "../../agent/run/critical-path.ts";

function stage(name: string, needs: string[], startedAt: number, seconds: number): StageState {
  return { name, needs, startedAt: startedAt * 1000, seconds, status: "succeeded", logBytes: 0 };
}

test("the critical path follows, from the last stage back, the need that ended last", () => {
  const stages = [
    stage("preflight", [], 0, 1),
    stage("clone", ["preflight"], 1, 9),
    stage("build", ["preflight"], 1, 4),
    stage("migrate", ["clone", "build"], 10, 2),
    stage("check", ["migrate"], 12, 3),
    stage("preview", ["migrate"], 12, 5),
    stage("propose", ["check", "preview"], 17, 1),
  ];
  expect(criticalPath(stages)).toEqual({
    stages: ["preflight", "clone", "migrate", "preview", "propose"],
    seconds: 18,
  });
});

test("stages that never started are on no path", () => {
  const never: StageState = { name: "build", needs: [], status: "skipped", logBytes: 0 };
  expect(criticalPath([never])).toEqual({ stages: [], seconds: 0 });
});
