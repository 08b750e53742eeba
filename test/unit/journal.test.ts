import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../agent/protocol/run-event.ts";
import { Journal, readJournal } from "../../agent/run/journal.ts";
import { Redactor } from "../../agent/secrets/redactor.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { opening } from "../support/run-events.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = "2501010000-aaaa";

function fill(journal: Journal): void {
  journal.append(opening({ clone: [] }));
  journal.append({ type: "started", stage: "clone" });
  journal.append({ type: "progress", stage: "clone", message: "größer → kleiner" });
  journal.append({ type: "succeeded", stage: "clone", seconds: 1 });
}

describe("the journal", () => {
  test("numbers events from 1 without gaps, and reads back what it wrote", () => {
    const folder = temporaryFolder();
    const journal = Journal.open(run, folder, new Redactor());
    const heard: RunEvent[] = [];
    const stop = journal.listen((event) => heard.push(event));
    fill(journal);
    stop();
    journal.append({ type: "succeeded", seconds: 1 });
    expect(journal.after(0).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(heard).toEqual(journal.after(0).slice(0, 4));
    expect(readJournal(join(folder, "journal.jsonl"))).toEqual(journal.after(0));
    expect(Journal.open(run, folder, new Redactor()).after(3)).toEqual(journal.after(3));
  });

  test("an event is on the disk before anyone hears of it, and a secret never is", () => {
    const folder = temporaryFolder();
    const file = join(folder, "journal.jsonl");
    const redactor = new Redactor();
    redactor.add(new Secret("hunter2"));
    const journal = Journal.open(run, folder, redactor);
    journal.listen((event) => expect(readFileSync(file, "utf8")).toContain(JSON.stringify(event)));
    fill(journal);
    const told = journal.append({ type: "progress", message: "connected with hunter2" });
    expect(told).toMatchObject({ message: "connected with ***" });
    expect(readFileSync(file, "utf8")).not.toContain("hunter2");
  });

  test("killed at any byte, it keeps the whole events and goes on after them", () => {
    const folder = temporaryFolder();
    const file = join(folder, "journal.jsonl");
    fill(Journal.open(run, folder, new Redactor()));
    const whole = readFileSync(file);
    const events = readJournal(file);
    fc.assert(
      fc.property(fc.nat(whole.length), (size) => {
        writeFileSync(file, whole);
        truncateSync(file, size);
        const kept = readJournal(file);
        expect(kept).toEqual(events.slice(0, kept.length));
        const again = Journal.open(run, folder, new Redactor());
        again.append({ type: "progress", message: "back again" });
        expect(readJournal(file)).toEqual([...kept, expect.objectContaining({ message: "back again" })]);
      }),
    );
  });

  test("nothing after a line that is no event counts", () => {
    const folder = temporaryFolder();
    const file = join(folder, "journal.jsonl");
    fill(Journal.open(run, folder, new Redactor()));
    const fourth = readFileSync(file, "utf8");
    appendFileSync(file, `{"seq":9,"type":"succeeded"}\n${fourth}`);
    expect(readJournal(file)).toHaveLength(4);
  });

  test("an event that cannot be written has not happened; one that is told is written when that can be done", () => {
    const folder = join(temporaryFolder(), "run");
    const journal = Journal.open(run, folder, new Redactor());
    fill(journal);
    const heard: string[] = [];
    journal.listen(({ type }) => heard.push(type));
    rmSync(folder, { recursive: true });
    const append = () => journal.append({ type: "started", stage: "migrate" });
    expect(append).toThrow(expect.objectContaining({ code: "not-written", where: join(folder, "journal.jsonl") }));
    journal.tell({ type: "failed", seconds: 1, problem: { what: "No", code: "no", usage: false } });
    expect(heard).toEqual(["failed"]);
    expect(journal.isWhole).toBe(false);
    mkdirSync(folder);
    journal.flush();
    expect(journal.isWhole).toBe(true);
    expect(readFileSync(join(folder, "journal.jsonl"), "utf8")).toMatch(/^\{.*"seq":5.*\}\n$/);
  });
});
