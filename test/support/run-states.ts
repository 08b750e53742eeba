import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import type { NewRunEvent, RunKind } from "../../agent/protocol/run-event.ts";
import type { Picture } from "../../extension/picture.ts";
import { numbered } from "./run-events.ts";

const needs = {
  ship: ["preflight", "clone", "build", "migrate", "check", "preview", "propose"],
  rollback: ["choose", "database", "switch", "verify", "announce"],
  release: ["gate", "merge", "deploy", "verify", "announce"],
};

const titles = { ship: "Ship", release: "Release", rollback: "Roll back from" };

/** A run of the change `12-add-notes` as its events make it, one a second; a rollback is of no change. */
export function runOf(
  kind: keyof typeof needs,
  events: readonly NewRunEvent[],
  {
    id = `${kind}-1`,
    startedAt = 1000,
    change = "12-add-notes",
    stages = needs[kind],
  }: { id?: string; startedAt?: number; change?: string; stages?: readonly string[] } = {},
): RunState {
  const opening: NewRunEvent = {
    type: "started",
    plan: {
      kind: kind satisfies RunKind,
      title: `${titles[kind]} ${change}`,
      directory: "/work/shop",
      change: kind === "rollback" ? undefined : change,
      stages: stages.map((name) => ({ name, needs: [] })),
    },
  };
  const state = numbered([opening, ...events], id).reduce<RunState | undefined>(foldRun, undefined);
  if (!state) throw new Error("The first event opens the run");
  return { ...state, startedAt };
}

/** What a window of the repository knows, on the branch `12-add-notes`. */
export function pictureOf(runs: readonly RunState[], more: Partial<Picture> = {}): Picture {
  return {
    connection: { kind: "connected" },
    folder: "/work/shop",
    config: undefined,
    repository: {
      root: "/work/shop",
      configured: true,
      branch: "12-add-notes",
      change: "12-add-notes",
      ticket: 12,
      base: "main",
      dirty: 0,
    },
    company: undefined,
    runs: [...runs].sort((a, b) => b.startedAt - a.startedAt),
    previewSeen: false,
    forgeConnected: false,
    ...more,
  };
}

const problem = { what: "A check failed", where: "tests", why: "tests:\nnot ok 3", code: "check-failed", usage: false };

/** Runs as they come to stand. */
export const runs = {
  shipping: (at = 1000) =>
    runOf(
      "ship",
      [
        { type: "started", stage: "clone" },
        { type: "started", stage: "build" },
      ],
      { startedAt: at },
    ),
  shipped: (at = 1000) =>
    runOf(
      "ship",
      [
        { type: "output", stage: "preview", name: "preview.url", value: "http://12-add-notes.shop.localhost:4100" },
        { type: "output", stage: "preview", name: "preview.localUrl", value: "http://127.0.0.1:4100" },
        { type: "succeeded", stage: "preview", seconds: 2 },
        { type: "output", stage: "propose", name: "pullRequest.url", value: "https://github.com/acme/shop/pull/7" },
        { type: "output", stage: "propose", name: "pullRequest.number", value: 7 },
        { type: "succeeded", stage: "propose", seconds: 1 },
        { type: "succeeded", seconds: 42 },
      ],
      { startedAt: at },
    ),
  failedShip: (at = 1000) =>
    runOf(
      "ship",
      [
        { type: "output", stage: "check", name: "check.tests", value: { passed: false, seconds: 3.2 } },
        { type: "output", stage: "check", name: "check.lint", value: { passed: true, seconds: 1 } },
        { type: "failed", stage: "check", seconds: 4, problem },
        { type: "skipped", stage: "propose", reason: "check did not succeed" },
        { type: "failed", seconds: 12, problem },
      ],
      { startedAt: at },
    ),
  cancelledShip: (at = 1000) =>
    runOf("ship", [{ type: "cancelled", seconds: 3 }], { id: "ship-cancelled", startedAt: at }),
  merging: (at = 2000) => runOf("release", [{ type: "started", stage: "merge" }], { startedAt: at }),
  deploying: (at = 2000) =>
    runOf(
      "release",
      [
        { type: "succeeded", stage: "merge", seconds: 1 },
        { type: "started", stage: "deploy" },
      ],
      { startedAt: at },
    ),
  released: (at = 2000) =>
    runOf(
      "release",
      [
        { type: "output", stage: "deploy", name: "production.url", value: "http://shop.example.com" },
        { type: "succeeded", stage: "deploy", seconds: 5 },
        { type: "succeeded", seconds: 9 },
      ],
      { startedAt: at },
    ),
  rollingBack: (at = 3000) => runOf("rollback", [{ type: "started", stage: "database" }], { startedAt: at }),
  rolledBack: (at = 3000) =>
    runOf(
      "rollback",
      [
        { type: "succeeded", stage: "switch", seconds: 1 },
        { type: "succeeded", seconds: 4 },
      ],
      { startedAt: at },
    ),
  failedRelease: (at = 2000) =>
    runOf(
      "release",
      [
        {
          type: "failed",
          stage: "gate",
          seconds: 1,
          problem: { ...problem, what: "main has moved", code: "gate-behind" },
        },
        { type: "failed", seconds: 1, problem: { ...problem, what: "main has moved", code: "gate-behind" } },
      ],
      { startedAt: at },
    ),
};
