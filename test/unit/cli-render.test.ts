import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomeLines } from "../../agent/cli/render/outcome-lines.ts";
import { unpainted } from "../../agent/cli/render/paint.ts";
import { plainLine } from "../../agent/cli/render/plain-line.ts";
import { problemLines } from "../../agent/cli/render/problem-lines.ts";
import { runLines } from "../../agent/cli/render/run-lines.ts";
import { runResult } from "../../agent/cli/render/run-result.ts";
import { formatSeconds } from "../../agent/cli/render/seconds.ts";
import { table } from "../../agent/cli/render/table.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import type { NewRunEvent } from "../../agent/protocol/run-event.ts";
import { numbered, opening } from "../support/run-events.ts";

const problem = { what: "The migration failed", where: "migrations/7.sql:3", code: "failed", usage: false };
const story: NewRunEvent[] = [
  opening({
    preflight: [],
    clone: ["preflight"],
    build: ["preflight"],
    migrate: ["clone", "build"],
    check: ["migrate"],
  }),
  { type: "started", stage: "preflight" },
  { type: "succeeded", stage: "preflight", seconds: 1.2, reused: false },
  { type: "started", stage: "clone" },
  { type: "started", stage: "build" },
  { type: "succeeded", stage: "build", seconds: 0.1, reused: true },
  { type: "progress", stage: "clone", message: "copying orders", fraction: 0.456 },
  { type: "waiting", stage: "clone", for: "a client that can hand over URL" },
  { type: "succeeded", stage: "clone", seconds: 65 },
  { type: "started", stage: "migrate" },
  { type: "failed", stage: "migrate", seconds: 2, problem },
  { type: "skipped", stage: "check", reason: "migrate did not succeed" },
  { type: "failed", seconds: 70, problem },
];

/** The run after so many of its events. */
function runAfter(count: number, events = story): RunState {
  const state = numbered(events).slice(0, count).reduce<RunState | undefined>(foldRun, undefined);
  if (!state) throw new Error("The run has not begun");
  return state;
}

describe("a run on a terminal", () => {
  const lines = (count: number, now = 20_000) => runLines(runAfter(count), now, { width: 60, paint: unpainted });

  test("shows what goes on, how far it is and for how long", () => {
    expect(lines(7)).toEqual([
      "Ship fix-delivery",
      "✔ preflight                                            1.2 s",
      "● clone      copying orders 45 %                        16 s",
      "✔ build      as before                                 0.1 s",
      "○ migrate",
      "○ check",
    ]);
  });

  test("shows what is waited for", () => {
    expect(lines(8)[2]).toBe("? clone      waits for a client that can hand ove…      16 s");
  });

  test("shows what failed, and what did not start because of it", () => {
    expect(lines(13).slice(2)).toEqual([
      "✔ clone                                             1 m 05 s",
      "✔ build      as before                                 0.1 s",
      "✖ migrate    The migration failed                      2.0 s",
      "– check      migrate did not succeed",
    ]);
  });

  test("no line is wider than the terminal, whatever is said", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), fc.integer({ min: 30, max: 200 }), (message, width) => {
        const events: NewRunEvent[] = [...story.slice(0, 5), { type: "progress", stage: "clone", message }];
        const run = runAfter(events.length, events);
        for (const line of runLines(run, 20_000, { width, paint: unpainted }).slice(1)) {
          expect(line.length).toBeLessThanOrEqual(width);
          expect(line).not.toContain("\n");
        }
      }),
    );
  });
});

test("where lines can only be appended, each beginning, waiting and end is worth one", () => {
  const lines = numbered(story).flatMap((event, index) => plainLine(runAfter(index + 1), event) ?? []);
  expect(lines).toEqual([
    "Ship fix-delivery",
    "● preflight",
    "✔ preflight   1.2 s",
    "● clone",
    "● build",
    "✔ build   as before   0.1 s",
    "? clone   waits for a client that can hand over URL   4.0 s",
    "✔ clone   1 m 05 s",
    "● migrate",
    "✖ migrate   The migration failed   2.0 s",
    "– check   migrate did not succeed",
  ]);
});

test("an error is at most four lines: what, where, why, what next", () => {
  const full = { what: "No database", where: "db:5432", why: "refused\n  the connection", next: "Start it." };
  expect(problemLines(full, unpainted)).toEqual([
    "✖ No database",
    "  where  db:5432",
    "  why    refused · the connection",
    "  next   Start it.",
  ]);
  expect(problemLines({ what: "No database" }, unpainted)).toEqual(["✖ No database"]);
});

describe("what a run came to", () => {
  const succeeded: NewRunEvent[] = [
    opening({ preview: [] }),
    { type: "output", stage: "preview", name: "preview.url", value: "http://fix.shop.localhost:4100" },
    { type: "output", stage: "preview", name: "pullRequest.url", value: "https://github.com/a/b/pull/7" },
    { type: "output", stage: "preview", name: "pullRequest.number", value: 7 },
    { type: "succeeded", stage: "preview", seconds: 3 },
    { type: "succeeded", seconds: 3.5 },
  ];

  test("for people: how it ended, and the links", () => {
    expect(outcomeLines(runAfter(6, succeeded), unpainted)).toEqual([
      "Done in 3.5 s",
      "Preview       http://fix.shop.localhost:4100",
      "Pull request  https://github.com/a/b/pull/7",
    ]);
    expect(outcomeLines(runAfter(3), unpainted)).toEqual(["Goes on: `slipway status 2501010000-aaaa` shows it"]);
  });

  test("what is proved of the migrations, and what is not", () => {
    const facts = { proved: ["orders (total) is never NULL"], mended: [], notProved: ["a CHECK: this is not counted"] };
    const told: NewRunEvent[] = [
      ...succeeded.slice(0, 1),
      { type: "output", stage: "prove", name: "prove.facts", value: facts },
    ];
    expect(outcomeLines(runAfter(2, told), unpainted).slice(1)).toEqual([
      "Proved        orders (total) is never NULL",
      "Not proved    a CHECK: this is not counted",
    ]);
  });

  test("for programs: one object", () => {
    expect(runResult(runAfter(6, succeeded))).toEqual({
      kind: "run",
      id: "2501010000-aaaa",
      status: "succeeded",
      previewUrl: "http://fix.shop.localhost:4100",
      sharedUrl: null,
      pullRequestUrl: "https://github.com/a/b/pull/7",
      productionUrl: null,
      stages: [{ name: "preview", status: "succeeded", seconds: 3 }],
    });
  });
});

test.each([
  [0, "0.0 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 m 00 s"],
  [605, "10 m 05 s"],
])("%s seconds are written %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test("a table's columns stand under each other", () => {
  expect(
    table([
      ["ticket", "title"],
      ["#1", "Show it"],
      ["#12", ""],
    ]),
  ).toEqual(["ticket  title", "#1      Show it", "#12"]);
});
