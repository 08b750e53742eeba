import { describe, expect, test } from "vitest";
import { contextValues } from "../../extension/context-values.ts";
import { firstPicture } from "../../extension/picture.ts";
import type { Row } from "../../extension/views/row.ts";
import { rowsOf } from "../../extension/views/rows.ts";
import { stageLogText } from "../../extension/views/stage-log-text.ts";
import { pictureOf, runOf, runs } from "../support/run-states.ts";

/** The rows as a person reads them: two spaces a level. */
function drawn(rows: readonly Row[], depth = 0): string[] {
  return rows.flatMap(({ label, description, children }) => [
    `${"  ".repeat(depth)}${[label, description].filter(Boolean).join(" | ")}`,
    ...drawn(children, depth + 1),
  ]);
}

describe("the tree of the change", () => {
  test("shows what goes on with its time, and what is to come", () => {
    const run = runOf("ship", [
      { type: "started", stage: "preflight" },
      { type: "succeeded", stage: "preflight", seconds: 0.58 },
      { type: "started", stage: "clone" },
      { type: "progress", stage: "clone", message: "copying orders", fraction: 0.419 },
      { type: "started", stage: "build" },
      { type: "succeeded", stage: "build", seconds: 3, reused: true },
    ]);
    expect(drawn(rowsOf(pictureOf([run]), 16_000))).toEqual([
      "Ship | 15 s",
      "  preflight | 0.6 s",
      "  clone | 12 s · copying orders · 41 %",
      "  build | as before",
      "  migrate",
      "  check",
      "  preview",
      "  propose",
    ]);
  });

  test("unfolds what failed: each check, where, and why", () => {
    const rows = rowsOf(pictureOf([runs.failedShip()]), 0);
    expect(drawn(rows)).toEqual([
      "Ship | failed after 12 s",
      "  preflight",
      "  clone",
      "  build",
      "  migrate",
      "  check | A check failed",
      "    tests | failed in 3.2 s",
      "    lint | passed in 1.0 s",
      "  preview",
      "  propose | check did not succeed",
    ]);
    expect(rows[0]?.children.find(({ label }) => label === "check")).toMatchObject({
      expanded: true,
      log: { run: "ship-1", stage: "check" },
    });
  });

  test("a stage that fails is another row than before, so that it is unfolded", () => {
    const before = runOf("ship", [{ type: "started", stage: "check" }]);
    const id = (run: Row | undefined) => run?.children.find(({ label }) => label === "check")?.id;
    expect(id(rowsOf(pictureOf([before]), 0)[0])).not.toBe(id(rowsOf(pictureOf([runs.failedShip()]), 0)[0]));
  });

  test("lists the migrations that were applied", () => {
    const output = { applied: ["1795392000000_add-delivery-days"], mark: "x" };
    const run = runOf("ship", [{ type: "succeeded", stage: "migrate", seconds: 1, output }]);
    expect(drawn(rowsOf(pictureOf([run]), 0))).toContain("    1795392000000_add-delivery-days");
  });

  test("says what is proved of the migrations in production, and what is not", () => {
    const output = {
      proved: ["orders (total) is never NULL"],
      mended: ["orders (code) is unique: in production 1 value occurs more than once"],
      notProved: ["the CHECK constraint adult of people: this is not counted"],
    };
    const run = runOf("ship", [{ type: "succeeded", stage: "prove", seconds: 1, output }], { stages: ["prove"] });
    expect(drawn(rowsOf(pictureOf([run]), 0)).slice(1)).toEqual([
      "  prove | 1.0 s",
      "    orders (total) is never NULL | proved",
      "    orders (code) is unique | mended: in production 1 value occurs more than once",
      "    the CHECK constraint adult of people | not proved: this is not counted",
    ]);
  });

  test("gives what can be looked at its button", () => {
    const kinds = (row: Row): string[] => [row.kind, ...row.children.flatMap(kinds)];
    const rows = rowsOf(pictureOf([runs.shipped(), runs.released()]), 0);
    expect(rows.map(({ label, expanded }) => [label, expanded])).toEqual([
      ["Ship", false],
      ["Release", true],
    ]);
    expect(rows.flatMap(kinds).filter((kind) => kind.startsWith("stage."))).toEqual([
      "stage.preview",
      "stage.pullRequest",
      "stage.production",
    ]);
  });

  test("says of a run of something else what it is about", () => {
    const other = runOf("release", [{ type: "started", stage: "deploy" }], { id: "other", change: "13-other" });
    expect(rowsOf(pictureOf([other]), 0)[0]?.label).toBe("Release 13-other");
  });
});

describe("the context keys", () => {
  const repository = pictureOf([]).repository;
  test.each([
    ["untrusted", firstPicture("/work", false)],
    ["connecting", firstPicture("/work", true)],
    ["no-folder", pictureOf([], { folder: undefined, repository: undefined })],
    ["no-repository", pictureOf([], { repository: undefined })],
    ["no-config", pictureOf([], { repository: repository && { ...repository, configured: false } })],
    ["on-base", pictureOf([], { repository: repository && { ...repository, branch: "main" } })],
    ["no-run", pictureOf([])],
    ["", pictureOf([runs.shipped()])],
  ] as const)("say that the tree is empty because of: %s", (reason, picture) => {
    expect(contextValues(picture)["slipway.empty"]).toBe(reason);
  });

  test("tick the walkthrough by what is true", () => {
    const ticks = (picture: Parameters<typeof contextValues>[0]) => {
      const values = contextValues(picture);
      const steps = ["agentRuns", "configured", "onTicket", "hasWork", "shipped", "previewSeen", "live"] as const;
      return steps.filter((step) => values[`slipway.${step}`]);
    };
    expect(ticks(firstPicture("/work", true))).toEqual([]);
    expect(ticks(pictureOf([], { folder: undefined, repository: undefined }))).toEqual(["agentRuns"]);
    expect(ticks(pictureOf([]))).toEqual(["agentRuns", "configured", "onTicket"]);
    const dirty = repository && { ...repository, dirty: 2 };
    expect(ticks(pictureOf([], { repository: dirty }))).toEqual(["agentRuns", "configured", "onTicket", "hasWork"]);
    expect(ticks(pictureOf([runs.failedShip()]))).not.toContain("shipped");
    expect(ticks(pictureOf([runs.shipped(), runs.released()], { previewSeen: true }))).toEqual([
      "agentRuns",
      "configured",
      "onTicket",
      "hasWork",
      "shipped",
      "previewSeen",
      "live",
    ]);
  });
});

describe("a stage's log as a document", () => {
  const stage = (run: ReturnType<typeof runOf>, name: string) => run.stages.find((one) => one.name === name);

  test("is what was printed, without colours, and of a progress bar only its end", () => {
    const text = stageLogText("\u001b[32mok\u001b[0m\r\n10 %\r50 %\r100 %\ndone\n", undefined);
    expect(text).toBe("ok\n100 %\ndone\n");
  });

  test("ends with the whole error", () => {
    expect(stageLogText("1..3\n", stage(runs.failedShip(), "check"))).toBe(
      "1..3\n\ncheck: error after 4.0 s\n  what   A check failed\n  where  tests\n  why    tests:\n         not ok 3\n",
    );
  });

  test("does not say again what it has said", () => {
    expect(stageLogText("  not ok 3\n", stage(runs.failedShip(), "check"))).toBe(
      "  not ok 3\n\ncheck: error after 4.0 s\n  what   A check failed\n  where  tests\n",
    );
  });

  test("says so where nothing was printed", () => {
    expect(stageLogText("", stage(runs.shipping(), "clone"))).toBe("This stage has printed nothing so far.\n");
    expect(stageLogText("", stage(runs.failedShip(), "propose"))).toBe("propose: skipped, check did not succeed\n");
  });
});
