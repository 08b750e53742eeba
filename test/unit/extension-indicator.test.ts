import { describe, expect, test } from "vitest";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import { actionsFor, canMerge } from "../../extension/indicator/actions.ts";
import { deployStatus } from "../../extension/indicator/deploy-status.ts";
import { faceOf } from "../../extension/indicator/face.ts";
import { firstPicture, type Picture } from "../../extension/picture.ts";
import { pictureOf, runOf, runs } from "../support/run-states.ts";

const unreachable = {
  kind: "unreachable",
  problem: { what: "The agent did not start", code: "agent-not-started", usage: false },
} as const;
const company = {
  id: "c1",
  runtime: "process",
  webUrl: "http://127.0.0.1:1",
  repository: "acme/shop",
  cloneUrl: "http://127.0.0.1:1/acme/shop.git",
  token: "t",
  ticket: 12,
  fixes: [{ ticket: 12, patch: "/fix.patch" }],
  productionDatabaseUrl: "",
  productionAppDatabaseUrl: "",
  productionNetwork: null,
} satisfies PracticeCompany;
const repository = pictureOf([]).repository;

/** Each state of things: what the indicator says then, and what a click on it offers. */
const states: Record<string, [Picture, text: string, alarming: boolean, offered: string[]]> = {
  "no trust": [firstPicture("/work/shop", false), "$(rocket) Slipway", false, ["Manage Workspace Trust"]],
  "nothing known yet": [firstPicture("/work/shop", true), "$(rocket) Slipway", false, []],
  "no agent": [
    pictureOf([], { connection: unreachable }),
    "$(debug-disconnect) Slipway: agent not reachable",
    false,
    ["Restart Agent"],
  ],
  "an agent that is too new": [
    pictureOf([], { connection: { ...unreachable, problem: { ...unreachable.problem, code: "client-outdated" } } }),
    "$(debug-disconnect) Slipway: agent not reachable",
    false,
    ["Reload Window"],
  ],
  "no folder": [
    pictureOf([], { folder: undefined, repository: undefined }),
    "$(rocket) Slipway",
    false,
    ["Try the Practice Company…", "Open Folder…"],
  ],
  "no slipway.json": [
    pictureOf([], { repository: repository && { ...repository, configured: false } }),
    "$(rocket) Slipway",
    false,
    ["Try the Practice Company…"],
  ],
  "on the base branch": [
    pictureOf([], { repository: repository && { ...repository, branch: "main", change: "main", ticket: undefined } }),
    "$(rocket) Slipway",
    false,
    ["Pick a Ticket…"],
  ],
  "never shipped": [pictureOf([]), "$(rocket) Slipway", false, ["Ship", "Pick a Ticket…"]],
  "the practice company's ticket": [
    pictureOf([], { company }),
    "$(rocket) Slipway",
    false,
    ["Apply the Prepared Fix", "Ship", "Pick a Ticket…"],
  ],
  shipping: [pictureOf([runs.shipping()]), "$(sync~spin) Shipping: clone, build", false, ["Show Run", "Cancel"]],
  "preview ready": [
    pictureOf([runs.shipped()]),
    "$(eye) Preview ready",
    false,
    ["Open Preview", "Open Pull Request", "Merge and Deploy…", "Ship Again", "Show Run"],
  ],
  "ship failed": [pictureOf([runs.failedShip()]), "$(error) Ship failed: check", true, ["Show Run", "Ship Again"]],
  "ship cancelled": [pictureOf([runs.cancelledShip()]), "$(rocket) Slipway", false, ["Ship", "Pick a Ticket…"]],
  "shipped, then cancelled": [
    pictureOf([runs.shipped(), runs.cancelledShip(5000)]),
    "$(eye) Preview ready",
    false,
    ["Open Preview", "Open Pull Request", "Merge and Deploy…", "Ship Again", "Show Run"],
  ],
  merging: [
    pictureOf([runs.shipped(), runs.merging()]),
    "$(sync~spin) Deploying: merge",
    false,
    ["Show Run", "Open Preview", "Open Pull Request", "Cancel"],
  ],
  "deploying, too late to cancel": [
    pictureOf([runs.shipped(), runs.deploying()]),
    "$(sync~spin) Deploying: deploy",
    false,
    ["Show Run", "Open Preview", "Open Pull Request"],
  ],
  live: [
    pictureOf([runs.shipped(), runs.released()]),
    "$(pass) Live",
    false,
    ["Open Production", "Pick a Ticket…", "Roll Back…", "Open Pull Request", "Show Run"],
  ],
  "rolling back": [
    pictureOf([runs.shipped(), runs.released(), runs.rollingBack()]),
    "$(sync~spin) Rolling back: database",
    false,
    ["Show Run", "Open Preview", "Open Pull Request", "Cancel"],
  ],
  "rolled back": [
    pictureOf([runs.shipped(), runs.released(), runs.rolledBack()]),
    "$(history) Rolled back",
    false,
    ["Open Production", "Pick a Ticket…", "Roll Back…", "Show Run"],
  ],
  "rolled back before the change was live": [
    pictureOf([runs.rolledBack(1), runs.shipped()]),
    "$(eye) Preview ready",
    false,
    ["Open Preview", "Open Pull Request", "Merge and Deploy…", "Ship Again", "Show Run"],
  ],
  "deploy failed": [
    pictureOf([runs.shipped(), runs.failedRelease()]),
    "$(error) Deploy failed: gate",
    true,
    ["Show Run", "Merge and Deploy Again…", "Ship Again", "Open Preview", "Open Pull Request"],
  ],
};

describe("the deploy indicator", () => {
  test.each(Object.entries(states))("%s", (_, [picture, text, alarming, offered]) => {
    const face = faceOf(deployStatus(picture));
    expect(face).toMatchObject({ text, alarming });
    expect(face.spoken).toMatch(/^Slipway: [^$]+$/);
    expect(actionsFor(picture).now.map(({ label }) => label)).toEqual(offered);
  });

  test("speaks of what goes on for another change while this one rests", () => {
    const other = runOf("ship", [{ type: "started", stage: "build" }], {
      id: "other",
      change: "13-other",
      startedAt: 9000,
    });
    expect(deployStatus(pictureOf([runs.shipped(), other]))).toMatchObject({ kind: "shipping", run: { id: "other" } });
    expect(deployStatus(pictureOf([runs.shipping(), other]))).toMatchObject({ run: { id: "ship-1" } });
  });

  test("does not speak of what another change came to", () => {
    const other = runOf("ship", [{ type: "succeeded", seconds: 1 }], { id: "other", change: "13-other" });
    expect(deployStatus(pictureOf([other]))).toEqual({ kind: "idle" });
  });

  test("says what a run waits for no worse than what it does", () => {
    const waiting = runOf("ship", [
      { type: "started", stage: "preflight" },
      { type: "waiting", stage: "preflight", for: "a token" },
    ]);
    expect(deployStatus(pictureOf([waiting]))).toMatchObject({ kind: "shipping", stage: "preflight" });
  });

  test("keeps what was known while the agent is looked for again", () => {
    const picture = pictureOf([runs.shipped()], { connection: { kind: "connecting" } });
    expect(deployStatus(picture).kind).toBe("preview-ready");
  });

  test("always offers the log, and to stop the practice company only while there is one", () => {
    const labels = (picture: Picture) => actionsFor(picture).always.map(({ label }) => label);
    expect(labels(pictureOf([]))).toEqual(["Walk Through Your First Day", "Show Log"]);
    expect(labels(firstPicture("/work/shop", false))).toEqual(["Walk Through Your First Day", "Show Log"]);
    expect(labels(pictureOf([], { company }))).toContain("Stop the Practice Company…");
  });
});

test("only what was shipped and is not live can be merged", () => {
  expect(canMerge(pictureOf([]))).toBe(false);
  expect(canMerge(pictureOf([runs.shipping()]))).toBe(false);
  expect(canMerge(pictureOf([runs.failedShip()]))).toBe(false);
  expect(canMerge(pictureOf([runs.shipped()]))).toBe(true);
  expect(canMerge(pictureOf([runs.shipped(), runs.merging()]))).toBe(false);
  expect(canMerge(pictureOf([runs.shipped(), runs.failedRelease()]))).toBe(true);
  expect(canMerge(pictureOf([runs.shipped(), runs.released()]))).toBe(false);
});
