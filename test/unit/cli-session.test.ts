import { EventEmitter } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LiveBlock } from "../../agent/cli/render/live-block.ts";
import { findCredential } from "../../agent/cli/session/credentials.ts";
import { exitCodeOfError, exitCodeOfRun } from "../../agent/cli/session/exit-code.ts";
import { listenForInterrupts } from "../../agent/cli/session/interrupts.ts";
import { Problem } from "../../agent/problem.ts";
import { memoryOutput } from "../support/memory-terminal.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("credentials from the terminal", () => {
  const names = { SLIPWAY_GITHUB_TOKEN: "own", GITHUB_TOKEN: "common", GH_TOKEN: "gh", PRODUCTION: "postgres://p" };

  test("GitHub's token is looked for by precedence", async () => {
    const { SLIPWAY_GITHUB_TOKEN: _, ...without } = names;
    expect(await findCredential(names, "forge", "GITHUB_TOKEN")).toBe("own");
    expect(await findCredential(without, "forge", "GITHUB_TOKEN")).toBe("common");
    expect(await findCredential({ GH_TOKEN: "gh" }, "forge", "GITHUB_TOKEN")).toBe("gh");
  });

  test("any other name is only what it says, and an empty value is none", async () => {
    expect(await findCredential(names, "source", "PRODUCTION")).toBe("postgres://p");
    expect(await findCredential(names, "forge", "ACME_TOKEN")).toBeNull();
    expect(await findCredential(names, "app", "GITHUB_TOKEN")).toBe("common");
    expect(await findCredential({ PRODUCTION: "" }, "source", "PRODUCTION")).toBeNull();
  });

  test("whoever is signed in with gh need not set anything", async () => {
    const folder = temporaryFolder();
    const gh = join(folder, "gh");
    writeFileSync(gh, '#!/bin/sh\ntest "$1 $2" = "auth token" && echo from-gh\n');
    chmodSync(gh, 0o755);
    expect(await findCredential({ PATH: folder }, "forge", "GITHUB_TOKEN")).toBe("from-gh");
    expect(await findCredential({ PATH: temporaryFolder() }, "forge", "GITHUB_TOKEN")).toBeNull();
  });
});

test("the first Ctrl-C cancels, the second detaches, and a closed terminal only detaches", () => {
  const first = new EventEmitter();
  const interrupts = listenForInterrupts(first);
  first.emit("SIGINT");
  expect([interrupts.cancel.aborted, interrupts.detach.aborted]).toEqual([true, false]);
  first.emit("SIGINT");
  expect(interrupts.detach.aborted).toBe(true);
  interrupts.stop();
  expect(first.eventNames()).toEqual([]);

  const second = new EventEmitter();
  const closed = listenForInterrupts(second);
  second.emit("SIGHUP");
  expect([closed.cancel.aborted, closed.detach.aborted]).toEqual([false, true]);
});

test("exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled or let go", () => {
  const wrong = { what: "An unknown key", code: "config-invalid", usage: true };
  expect(exitCodeOfRun({ status: "succeeded" })).toBe(0);
  expect(exitCodeOfRun({ status: "failed" })).toBe(1);
  expect(exitCodeOfRun({ status: "failed", problem: wrong })).toBe(2);
  expect(exitCodeOfRun({ status: "cancelled" })).toBe(130);
  expect(exitCodeOfRun({ status: "running" })).toBe(130);
  expect(exitCodeOfError(new Problem({ what: "No" }))).toBe(1);
  expect(exitCodeOfError(new Problem({ what: "No", usage: true }))).toBe(2);
  expect(exitCodeOfError(new TypeError("a defect"))).toBe(1);
  expect(exitCodeOfError(new DOMException("", "AbortError"))).toBe(130);
});

test("a block that is drawn again takes the place of the one before, and never more than the screen", () => {
  const { out, stdout } = memoryOutput({ isTTY: true, rows: 4 });
  const block = new LiveBlock(out);
  block.draw(["one", "two"]);
  block.draw(["1", "2", "3", "4", "5"]);
  block.draw(["end"]);
  expect(stdout.text).toBe("one\ntwo\n\x1b[2A\x1b[0J3\n4\n5\n\x1b[3A\x1b[0Jend\n");
});
