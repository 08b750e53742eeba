import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { OutputTail } from "../../agent/process/output-tail.ts";
import { dockerfileCommand } from "../../agent/runtime/process/artifact-command.ts";
import { childEnvironment } from "../../agent/runtime/process/child-environment.ts";
import { OneAtATime } from "../../agent/runtime/process/one-at-a-time.ts";
import { ownerPath, runtimePlaces } from "../../agent/runtime/process/places.ts";
import { readRecord } from "../../agent/runtime/process/record.ts";
import { Secret } from "../../agent/secrets/secret.ts";

describe("what a Dockerfile runs", () => {
  test.each([
    ["FROM a\nCMD node server.js --port 80", "node server.js --port 80"],
    ['FROM a\nCMD ["node", "it\'s.js"]', `'node' 'it'\\''s.js'`],
    ['FROM a\nENTRYPOINT ["tini", "--"]\ncmd ["node"]', "'tini' '--' 'node'"],
    ["FROM a\nCMD first\nCMD second", "second"],
    ["FROM a\nCMD build\nFROM b\nRUN x", undefined],
    ["FROM a\nCMD one\nENTRYPOINT two", "two"],
    ["FROM a\n# CMD no\nCMD node \\\n  # between\n  server.js", "node    server.js"],
    ["FROM a\nCMD [not json]", "[not json]"],
    ["", undefined],
  ])("%j", (dockerfile, command) => expect(dockerfileCommand(dockerfile)).toBe(command));
});

describe("a child's environment", () => {
  const machine = {
    PATH: "/bin",
    HOME: "/h",
    https_proxy: "p",
    NODE_EXTRA_CA_CERTS: "c",
    GITHUB_TOKEN: "t",
    PGPASSWORD: "x",
  };

  test("is an allow-list, then the child's own with its secrets revealed", () => {
    const { PATH, ...rest } = childEnvironment(machine, { A: "1", HOME: "/mine", S: new Secret("told") }, "/tree");
    expect(rest).toEqual({ https_proxy: "p", NODE_EXTRA_CA_CERTS: "c", A: "1", HOME: "/mine", S: "told" });
    expect(PATH).toBe(`${join("/tree", "node_modules", ".bin")}:${dirname(process.execPath)}:/bin`);
  });
});

describe("the tail of an output", () => {
  test("is its end, at most 64 KiB, and begins with a whole character", () => {
    const tail = new OutputTail();
    for (let i = 0; i < 3_000; i++) tail.push(Buffer.from(`${"é".repeat(20)}${i}\n`));
    expect(Buffer.byteLength(tail.toString())).toBeGreaterThan(64 * 1024 - 2);
    expect(Buffer.byteLength(tail.toString())).toBeLessThanOrEqual(64 * 1024);
    expect(tail.toString()).not.toContain("\uFFFD");
    expect(tail.toString().endsWith("2999\n")).toBe(true);
  });

  test("holds one chunk that is longer than itself", () => {
    const tail = new OutputTail();
    tail.push(Buffer.from(`${"a".repeat(100_000)}end`));
    expect(tail.toString()).toHaveLength(64 * 1024);
    expect(tail.toString().endsWith("aend")).toBe(true);
  });
});

describe("records", () => {
  test("come and go in one directory, many at once, and leave nothing", async () => {
    const home = await mkdtemp(join(tmpdir(), "slipway-places-"));
    const places = runtimePlaces(join(home, "state"), join(home, "cache"));
    const comeAndGo = async (index: number): Promise<void> => {
      const file = join(places.workloads, "repo", "change", `${index}.json`);
      for (let round = 0; round < 150; round++) {
        await places.write(file, { index });
        expect(await readRecord(file)).toEqual({ index });
        await places.clear(file);
      }
    };
    await Promise.all(Array.from({ length: 2 }, (_, index) => comeAndGo(index)));
    expect(await readdir(join(home, "state"))).toEqual([]);
    await rm(home, { recursive: true });
  });

  test("owners with odd names have directories of their own", () => {
    const owners = [{ repo: "a" }, { repo: "a", change: "-" }, { repo: "a", change: "../b" }, { repo: ".." }];
    const paths = owners.map(ownerPath);
    expect(new Set(paths).size).toBe(owners.length);
    for (const path of paths) expect(path.split("/")).toHaveLength(2);
  });
});

describe("one at a time", () => {
  test("tasks of a key follow each other, whatever became of the one before; keys do not wait for each other", async () => {
    const queue = new OneAtATime();
    const said: string[] = [];
    const open = Promise.withResolvers<void>();
    const first = queue.run("a", async () => {
      await open.promise;
      said.push("first");
      throw new Error("first failed");
    });
    const second = queue.run("a", async () => said.push("second"));
    await queue.run("b", async () => said.push("other"));
    expect(queue.isBusy("a")).toBe(true);
    open.resolve();
    await expect(first).rejects.toThrow("first failed");
    await second;
    expect(said).toEqual(["other", "first", "second"]);
    expect(queue.isBusy("a")).toBe(false);
  });
});
