import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packBuildContext } from "../../agent/runtime/docker/build-context.ts";
import { readBuildTrace } from "../../agent/runtime/docker/buildkit-trace.ts";
import { readDockerignore } from "../../agent/runtime/docker/dockerignore.ts";
import { engineEndpoint } from "../../agent/runtime/docker/engine-endpoint.ts";
import { keyedLock } from "../../agent/runtime/docker/keyed-lock.ts";
import { outputTail } from "../../agent/runtime/docker/output-tail.ts";

describe(".dockerignore", () => {
  const left = (rules: string, paths: string[]) => {
    const { ignores } = readDockerignore(rules);
    return paths.filter((path) => !ignores(path));
  };

  test("a name leaves out what is below it, and only there", () => {
    expect(left("node_modules\n/dist/", ["node_modules/a.js", "dist", "src/node_modules", "dist.txt"])).toEqual([
      "src/node_modules",
      "dist.txt",
    ]);
  });

  test("stars stay within a name, double stars do not, dots are dots", () => {
    expect(left("*.md\n**/*.log\n", ["a.md", "doc/a.md", "xmd", "a.log", "x/y/b.log"])).toEqual(["doc/a.md", "xmd"]);
  });

  test("the last rule that matches decides, and comments are none", () => {
    expect(left("# secrets\n*.env\n!sample.env\n", ["a.env", "sample.env", "# secrets"])).toEqual([
      "sample.env",
      "# secrets",
    ]);
  });
});

describe("the build context", () => {
  let context: string;
  beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), "slipway-context-"));
  });
  afterEach(() => rmSync(context, { recursive: true }));

  const write = (name: string, content = name) => {
    mkdirSync(join(context, name, ".."), { recursive: true });
    writeFileSync(join(context, name), content);
  };

  test("holds what is not ignored, and always the Dockerfile", async () => {
    write(".dockerignore", "*\n!src\nsrc/secret");
    for (const name of ["docker/Dockerfile", "src/main.js", "src/secret", "other/file"])
      write(name, `content of ${name}`);
    const tar = await text(packBuildContext(context, "docker/Dockerfile"));
    const names = [...tar.matchAll(/content of (\S+?)\0/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(["docker/Dockerfile", "src/main.js"]);
  });
});

describe("a BuildKit trace", () => {
  const field = (number: number, value: Buffer | string) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
  };

  test("gives the steps and their output, and skips what is not read", () => {
    const vertex = [field(1, "sha256:a"), field(2, "input"), field(3, "RUN npm ci"), Buffer.from([32, 1])];
    const log = [field(1, "sha256:a"), Buffer.from([24, 150, 1]), field(4, "added 3 packages\n")];
    const message = Buffer.concat([
      field(1, Buffer.concat([...vertex, field(5, "")])),
      field(2, "a status"),
      field(3, Buffer.concat(log)),
    ]);
    expect(readBuildTrace(message)).toEqual({
      steps: [{ digest: "sha256:a", name: "RUN npm ci", cached: true, started: true }],
      output: ["added 3 packages\n"],
    });
  });
});

describe("a keyed lock", () => {
  test("lets one in at a time per key, also after a failure, and others at once", async () => {
    const exclusive = keyedLock();
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = exclusive("a", async () => {
      seen.push("first begins");
      await gate.promise;
      throw new Error("first fails");
    });
    const second = exclusive("a", async () => seen.push("second"));
    await exclusive("b", async () => seen.push("other key"));
    gate.resolve();
    await expect(first).rejects.toThrow("first fails");
    await second;
    expect(seen).toEqual(["first begins", "other key", "second"]);
  });
});

describe("an output's tail", () => {
  test("keeps the end, whole characters, and passes everything on", () => {
    let passed = "";
    const tail = outputTail((piece) => {
      passed += piece;
    });
    const line = "größer\n";
    for (const byte of Buffer.from(line.repeat(20_000))) tail.write(Uint8Array.of(byte));
    expect(passed).toBe(line.repeat(20_000));
    expect(Buffer.byteLength(tail.text())).toBeLessThanOrEqual(64 * 1024);
    expect(tail.text()).not.toContain("\uFFFD");
    expect(tail.lines(2)).toBe("größer\ngrößer");
  });
});

describe("the engine's endpoint", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "slipway-docker-home-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const addContext = (name: string, host: string) => {
    const directory = join(home, ".docker/contexts/meta", createHash("sha256").update(name).digest("hex"));
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "meta.json"), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
    writeFileSync(join(home, ".docker/config.json"), JSON.stringify({ currentContext: name }));
  };

  test("is DOCKER_HOST before the chosen context", () => {
    addContext("far", "ssh://me@build-host");
    expect(engineEndpoint({ HOME: home, DOCKER_HOST: "unix:///run/other.sock" }).options).toEqual({
      socketPath: "/run/other.sock",
    });
    expect(engineEndpoint({ HOME: home }).options).toMatchObject({ protocol: "ssh", host: "build-host" });
    expect(engineEndpoint({ HOME: home, DOCKER_CONTEXT: "default" }).options).toHaveProperty("socketPath");
  });

  test("says so when it cannot be understood", () => {
    expect(() => engineEndpoint({ DOCKER_HOST: "not a host" })).toThrow(/DOCKER_HOST/);
  });
});
