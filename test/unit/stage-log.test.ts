import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStageLog, StageLog } from "../../agent/run/stage-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const megabyte = 1024 * 1024;

describe("the log of a stage", () => {
  test("read in pieces of any size, it is the whole text, no character torn", () => {
    const folder = temporaryFolder();
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.integer({ min: 4, max: 9 }),
        (stage, text, most) => {
          const log = new StageLog(folder, stage);
          log.write(text.toWellFormed());
          log.close();
          let read = "";
          for (let from = 0; ; ) {
            const page = readStageLog(folder, stage, from, most);
            read += page.text;
            if (page.next === page.size) break;
            expect(page.next).toBeGreaterThan(from);
            from = page.next;
          }
          expect(read).toBe(text.toWellFormed());
        },
      ),
      { numRuns: 40 },
    );
  });

  test("of too much output the beginning and the end are kept, and it says so", () => {
    const folder = temporaryFolder();
    const log = new StageLog(folder, "build");
    log.write("first line\n");
    for (let i = 0; i < 9 * 1024; i++) log.write(`${"x".repeat(1023)}\n`);
    log.write("last line\n");
    log.close();
    const text = readFileSync(join(folder, "build.log"), "utf8");
    expect(text.startsWith("first line\n")).toBe(true);
    expect(text.endsWith("last line\n")).toBe(true);
    expect(text).toMatch(/\[\.\.\. \d+ characters are left out here \.\.\.\]/);
    expect(text.length).toBeLessThan(5 * megabyte + 4096);
    expect(log.bytes).toBe(Buffer.byteLength(text));
  });

  test("a stage that printed nothing has an empty log, and no name leads out of the folder", () => {
    const folder = temporaryFolder();
    expect(readStageLog(folder, "../../etc/passwd", 0, 100)).toEqual({ text: "", next: 0, size: 0 });
  });

  test("output that cannot be written is no matter of who prints it: the log says so when it is closed", () => {
    const folder = join(temporaryFolder(), "run");
    const log = new StageLog(folder, "build");
    log.write("first\n");
    log.write("second\n");
    expect(() => log.close()).toThrow(expect.objectContaining({ code: "not-written" }));
    mkdirSync(folder);
    log.close();
    expect(readFileSync(join(folder, "build.log"), "utf8")).toBe("first\nsecond\n");
    rmSync(folder, { recursive: true });
  });
});
