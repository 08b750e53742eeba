import { describe, expect, test } from "vitest";
import type { ReleaseSummary } from "../../agent/protocol/release-summary.ts";
import type { TicketSummary } from "../../agent/protocol/ticket-summary.ts";
import { environmentRows } from "../../extension/views/environment-rows.ts";
import { Listing } from "../../extension/views/listing.ts";
import { releaseRows } from "../../extension/views/release-rows.ts";
import type { Row } from "../../extension/views/row.ts";
import { ticketRows } from "../../extension/views/ticket-rows.ts";

const lines = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ kind, label, description, children }) => [
    `${kind}: ${[label, description].filter(Boolean).join(" | ")}`,
    ...lines(children),
  ]);

const ticket = (number: number, more: Partial<TicketSummary> = {}): TicketSummary => ({
  number,
  title: `Ticket ${number}`,
  state: "open",
  labels: [],
  reporter: "ann",
  assignees: [],
  mine: false,
  starter: false,
  url: `https://github.com/acme/shop/issues/${number}`,
  ...more,
});

const release = (number: number, more: Partial<ReleaseSummary> = {}): ReleaseSummary => ({
  number,
  commit: `${number}`.repeat(40),
  title: `Change ${number}`,
  at: 0,
  live: false,
  neverLive: false,
  url: "http://127.0.0.1:8080",
  ahead: [],
  restorable: false,
  ...more,
});

describe("the tickets", () => {
  test("are the open ones in the agent's order, the branch's own before all", () => {
    const pullRequest = { number: 15, author: "maya", url: "https://github.com/acme/shop/pull/15" };
    const tickets = [
      ticket(5, { mine: true, assignees: ["ada"] }),
      ticket(12, { labels: ["good first issue"], starter: true }),
      ticket(9, { assignees: ["maya"], pullRequest }),
      ticket(7, { state: "closed" }),
      ticket(3),
    ];
    expect(lines(ticketRows(tickets, 3))).toEqual([
      "ticket.current: #3 Ticket 3 | this change",
      "ticket: #5 Ticket 5 | yours",
      "ticket: #12 Ticket 12 | good first issue",
      "ticket: #9 Ticket 9 | #15 by maya",
    ]);
    expect(lines(ticketRows(tickets, 7))[0]).toBe("ticket.current: #7 Ticket 7 | this change, closed");
    expect(lines(ticketRows([], undefined))).toEqual(["note: No ticket is open."]);
  });
});

describe("what runs", () => {
  test("is the current change's first, then others', then production", () => {
    const summary = {
      changes: [
        { change: "3-a", clone: "slipway-3-a" },
        { change: "9-b", clone: "slipway-9-b", preview: "http://9-b.shop.localhost:4100" },
        { change: "10-c", preview: "http://10-c.shop.localhost:4101", shared: { url: "https://calm-owl.example.com" } },
        { change: "11-d", shared: { url: "https://old.example.com", interrupted: "it was ended by SIGKILL" } },
      ],
      production: { url: "http://127.0.0.1:8080", commit: "0123456789abcdef" },
    };
    const rows = environmentRows(summary, "9-b");
    expect(lines(rows)).toEqual([
      "change: 9-b | this change",
      "preview: Preview | 9-b.shop.localhost:4100",
      "clone: Clone | slipway-9-b",
      "change: 3-a",
      "clone: Clone | slipway-3-a",
      "change: 10-c",
      "preview: Preview | 10-c.shop.localhost:4101",
      "share: Shared | calm-owl.example.com",
      "change: 11-d",
      "share: Shared | interrupted",
      "production: Production | 01234567 · 127.0.0.1:8080",
    ]);
    expect(rows.map(({ expanded = false }) => expanded)).toEqual([true, false, false, false, false]);
    expect(lines(environmentRows({ changes: [] }, undefined))[0]).toMatch(/^note: Nothing runs here yet/);
  });
});

describe("the releases", () => {
  test("say what going back to each takes", () => {
    const releases = [
      release(4, { backTo: 2 }),
      release(3, { live: true }),
      release(2, { ahead: ["add-days"], restorable: true }),
      release(1, { ahead: ["add-days"] }),
    ];
    expect(lines(releaseRows(releases))).toEqual([
      "release: 4  Back to release 2 | code",
      "release.live: 3  Change 3 | live",
      "release: 2  Change 2 | code and database",
      "release: 1  Change 1 | code; no backup of the database",
    ]);
  });

  test("tell one that changed the database and never served, and what that leaves to take back", () => {
    const releases = [
      release(3, { neverLive: true }),
      release(2, { live: true, ahead: ["add-days"], restorable: true }),
      release(1, { ahead: ["add-days"], restorable: true }),
    ];
    expect(lines(releaseRows(releases))).toEqual([
      "release.neverLive: 3  Change 3 | never live",
      "release.live.ahead: 2  Change 2 | live, database ahead",
      "release: 1  Change 1 | code and database",
    ]);
  });
});

describe("a list", () => {
  test("that is asked for in the middle of an answer is asked once more", async () => {
    const answers = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    let asked = 0;
    const list = new Listing(() => answers[asked++]?.promise ?? Promise.reject(new Error("asked too often")));
    const loaded = Promise.all([list.load(), list.load(), list.load()]);
    answers[0]?.resolve(1);
    answers[1]?.resolve(2);
    await loaded;
    expect([asked, list.state]).toEqual([2, { kind: "known", value: 2 }]);
  });

  test("that could not be had says why, and can be had later", async () => {
    let fails = true;
    const list = new Listing(async () => {
      if (fails) throw new Error("away");
      return "here";
    });
    await list.load();
    expect(list.state).toMatchObject({ kind: "failed", problem: { why: expect.stringContaining("away") } });
    fails = false;
    await list.load();
    expect(list.state).toEqual({ kind: "known", value: "here" });
  });
});
