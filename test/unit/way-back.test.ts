import { describe, expect, test } from "vitest";
import { writesBetween } from "../../agent/target/hosted/table-writes.ts";
import type { Release } from "../../agent/target/target.ts";
import { releaseBefore, wayBack } from "../../agent/target/way-back.ts";

/** A release that applied these migrations, after a backup if it did. */
function release(number: number, migrations: string[] = [], more: Partial<Release> = {}): Release {
  return {
    number,
    commit: `c${number}`,
    title: "",
    artifact: { kind: "artifact", id: "", name: "" },
    at: number,
    url: "",
    migrations,
    backup: migrations.length > 0 ? { place: `before ${number}`, at: number } : undefined,
    ...more,
  };
}

/** The way to a release of a list that is written oldest first. */
function wayTo(number: number, ...releases: Release[]) {
  const to = releases.find((one) => one.number === number);
  if (!to) throw new Error("no such release");
  const { ahead, behind, restores } = wayBack(releases.toReversed(), to);
  return { ahead, behind, restores: restores?.backup?.place };
}

describe("the way back", () => {
  test("is the code alone where no migration came since", () => {
    expect(wayTo(1, release(1, ["a"]), release(2))).toEqual({ ahead: [], behind: [], restores: undefined });
  });

  test("restores the backup from before the first migration since", () => {
    const releases = [release(1, ["a"]), release(2, ["b"]), release(3), release(4, ["c", "d"])];
    expect(wayTo(1, ...releases)).toEqual({ ahead: ["b", "c", "d"], behind: [], restores: "before 2" });
    expect(wayTo(2, ...releases)).toEqual({ ahead: ["c", "d"], behind: [], restores: "before 4" });
    expect(wayTo(3, ...releases)).toEqual({ ahead: ["c", "d"], behind: [], restores: "before 4" });
  });

  test("knows no backup where somebody else keeps them", () => {
    const releases = [release(1), release(2, ["b"], { backup: undefined })];
    expect(wayTo(1, ...releases)).toEqual({ ahead: ["b"], behind: [], restores: undefined });
  });

  test("after the code alone went back the database is still ahead, and the way forward needs nothing", () => {
    const releases = [release(1), release(2, ["b"]), release(3, [], { backTo: 1 })];
    expect(wayTo(2, ...releases)).toEqual({ ahead: [], behind: [], restores: undefined });
    expect(wayTo(1, ...releases)).toEqual({ ahead: ["b"], behind: [], restores: "before 2" });
  });

  test("after the database went back too the way forward applies the migrations again", () => {
    const restored = { backup: "before 2", kept: "shop_before" };
    const releases = [release(1), release(2, ["b"]), release(3, ["c"]), release(4, [], { backTo: 1, restored })];
    expect(wayTo(1, ...releases)).toEqual({ ahead: [], behind: [], restores: undefined });
    expect(wayTo(2, ...releases)).toEqual({ ahead: [], behind: ["b"], restores: undefined });
    expect(wayTo(3, ...releases)).toEqual({ ahead: [], behind: ["b", "c"], restores: undefined });
    const forward = [...releases, release(5, ["b"], { backTo: 2 })];
    expect(wayTo(1, ...forward)).toEqual({ ahead: ["b"], behind: [], restores: "before 5" });
    expect(wayTo(3, ...forward)).toEqual({ ahead: [], behind: ["c"], restores: undefined });
  });

  test("leads to what serves where a later release changed the database and never served", () => {
    const releases = [release(1, ["a"]), release(2, ["b"]), release(3, ["c"], { neverLive: true })];
    expect(wayTo(2, ...releases)).toEqual({ ahead: ["c"], behind: [], restores: "before 3" });
    expect(wayTo(1, ...releases)).toEqual({ ahead: ["b", "c"], behind: [], restores: "before 2" });
    const mended = [...releases, release(4)];
    expect(wayTo(2, ...mended)).toEqual({ ahead: ["c"], behind: [], restores: "before 3" });
    expect(wayTo(4, ...mended)).toEqual({ ahead: [], behind: [], restores: undefined });
  });

  test("can restore what a migration that broke off may have left", () => {
    const broken = release(2, [], { neverLive: true, backup: { place: "before 2", at: 2 } });
    expect(wayTo(1, release(1, ["a"]), broken)).toEqual({ ahead: [], behind: [], restores: "before 2" });
    expect(wayTo(1, release(1, ["a"]), broken, release(3))).toEqual({ ahead: [], behind: [], restores: undefined });
  });

  test("to one that went back is the way to the one that serves by it", () => {
    const releases = [release(1), release(2, ["b"]), release(3, [], { backTo: 1 }), release(4, [], { backTo: 2 })];
    expect(wayTo(3, ...releases)).toEqual({ ahead: ["b"], behind: [], restores: "before 2" });
  });
});

test("where no release is named it is the one before, and before that one after going back once", () => {
  const [one, two, three] = [release(1), release(2), release(3)] as const;
  expect(releaseBefore([three, two, one], three)).toBe(two);
  const went = release(4, [], { backTo: 2 });
  expect(releaseBefore([went, three, two, one], went)).toBe(one);
  expect(releaseBefore([one], one)).toBeUndefined();
  const neverLive = release(4, ["d"], { neverLive: true });
  expect(releaseBefore([neverLive, three, two, one], three)).toBe(three);
  const mended = release(5);
  expect(releaseBefore([mended, neverLive, three, two, one], mended)).toBe(three);
});

test("writes are what the counters grew by, and unknown where they were reset", () => {
  const counters = (inserted: number, updated = 0, deleted = 0) => ({ inserted, updated, deleted });
  expect(
    writesBetween({ a: counters(10, 5), b: counters(1) }, { a: counters(12, 5, 1), b: counters(1), c: counters(9) }),
  ).toEqual([
    { table: "c", inserted: 9, updated: 0, deleted: 0 },
    { table: "a", inserted: 2, updated: 0, deleted: 1 },
  ]);
  expect(writesBetween({ a: counters(10) }, { a: counters(3) })).toBeUndefined();
});
