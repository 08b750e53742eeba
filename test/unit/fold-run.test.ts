import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldRun, isOver, type RunState } from "../../agent/protocol/fold-run.ts";
import type { NewRunEvent, RunEvent } from "../../agent/protocol/run-event.ts";
import { numbered, opening } from "../support/run-events.ts";

const fold = (events: readonly RunEvent[]) => events.reduce<RunState | undefined>(foldRun, undefined);
const stageOf = (state: RunState | undefined, name: string) => state?.stages.find((stage) => stage.name === name);
const problem = { what: "The build failed", code: "failed", usage: false };

const whole: NewRunEvent[] = [
  opening({ clone: [], build: [], migrate: ["clone", "build"] }),
  { type: "started", stage: "clone" },
  { type: "started", stage: "build" },
  { type: "progress", stage: "build", message: "npm ci", fraction: 0.5 },
  { type: "waiting", stage: "clone", for: "a client that can hand over PRODUCTION_DATABASE_URL" },
  { type: "log", stage: "build", bytes: 120 },
  { type: "output", stage: "build", name: "act:push", value: { state: "done" } },
  { type: "output", stage: "build", name: "preview.url", value: "http://127.0.0.1:4100" },
  { type: "progress", stage: "clone", message: "copying rows" },
  { type: "succeeded", stage: "clone", seconds: 7, output: "clone-1" },
  { type: "failed", stage: "build", seconds: 8, problem },
  { type: "skipped", stage: "migrate", reason: "build did not succeed" },
  { type: "failed", seconds: 12, problem },
];

describe("the fold of a run", () => {
  test("holds what became of the run and of every stage", () => {
    const state = fold(numbered(whole));
    expect(state).toMatchObject({ status: "failed", seconds: 12, problem, seq: whole.length, kind: "ship" });
    expect(stageOf(state, "clone")).toMatchObject({ status: "succeeded", seconds: 7, output: "clone-1" });
    expect(stageOf(state, "build")).toMatchObject({ status: "failed", logBytes: 120, message: "npm ci", problem });
    expect(stageOf(state, "migrate")).toMatchObject({ status: "skipped", message: "build did not succeed" });
    expect(state && isOver(state)).toBe(true);
  });

  test("shows named outputs, but not what was written down for act", () => {
    expect(fold(numbered(whole))?.outputs).toEqual({ "preview.url": "http://127.0.0.1:4100" });
  });

  test("a run waits as long as one of its stages does, whatever the others do", () => {
    const waiting = fold(numbered(whole.slice(0, 6)));
    expect(waiting).toMatchObject({
      status: "waiting",
      waitingFor: expect.stringContaining("PRODUCTION_DATABASE_URL"),
    });
    expect(fold(numbered(whole.slice(0, 9)))).toMatchObject({ status: "running", waitingFor: undefined });
  });

  test("a stage that begins again takes back what came of it, and nothing else", () => {
    const again: NewRunEvent[] = [
      opening({ gate: [], build: ["gate"], lint: [], merge: ["build"] }),
      { type: "started", stage: "gate" },
      { type: "started", stage: "lint" },
      { type: "succeeded", stage: "lint", seconds: 1, output: "clean" },
      { type: "succeeded", stage: "gate", seconds: 1, output: "fine" },
      { type: "log", stage: "build", bytes: 7 },
      { type: "started", stage: "build" },
      { type: "succeeded", stage: "build", seconds: 1, output: "image-1" },
      { type: "started", stage: "merge" },
      { type: "started", stage: "gate" },
    ];
    const state = fold(numbered(again));
    expect(stageOf(state, "gate")).toEqual({
      name: "gate",
      needs: [],
      status: "running",
      startedAt: 10_000,
      logBytes: 0,
    });
    expect(stageOf(state, "build")).toEqual({ name: "build", needs: ["gate"], status: "pending", logBytes: 7 });
    expect(stageOf(state, "merge")).toMatchObject({ status: "pending" });
    expect(stageOf(state, "lint")).toMatchObject({ status: "succeeded", output: "clean" });
  });

  test("stages that are announced later find their place, and the others stay as they are", () => {
    const events = [...whole.slice(0, 10), opening({ clone: [], fetch: ["clone"], build: [], migrate: ["fetch"] })];
    const state = fold(numbered(events));
    expect(state?.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "clone succeeded",
      "fetch pending",
      "build running",
      "migrate pending",
    ]);
    expect(stageOf(state, "clone")).toMatchObject({ output: "clone-1" });
  });

  test("what a stage says after the end does not begin the run again", () => {
    const late: NewRunEvent = { type: "progress", stage: "build", message: "still here" };
    expect(fold(numbered([...whole, late]))?.status).toBe("failed");
  });

  test("nothing is known before the opening event", () => {
    expect(fold(numbered(whole).slice(1))).toBeUndefined();
  });

  test("events that are delivered again, at any time and in any number, change nothing", () => {
    const events = numbered(whole);
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: events.length }), (repeats) => {
        let state: RunState | undefined;
        for (const [index, event] of events.entries()) {
          state = foldRun(state, event);
          const before = state;
          for (const repeat of repeats[index] ?? []) {
            const old = events[repeat % (index + 1)];
            if (old) state = foldRun(state, old);
          }
          expect(state).toEqual(before);
        }
      }),
    );
  });
});
