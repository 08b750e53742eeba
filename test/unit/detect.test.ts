import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultConfig, parseConfig } from "../../agent/config/parse-config.ts";
import { applyDetected } from "../../agent/detect/apply-detected.ts";
import { detectApp } from "../../agent/detect/detect-app.ts";
import { readDockerfile } from "../../agent/detect/dockerfile.ts";
import { readSourceTree } from "../../agent/detect/source-tree.ts";
import { writeTree } from "../support/write-tree.ts";

describe("a Dockerfile", () => {
  it("says port, health and stages", () => {
    const text = `# syntax=docker/dockerfile:1
FROM node:24-slim AS build
EXPOSE 9229
FROM build AS run
ENV PORT=8080 \\
    HOST=0.0.0.0
EXPOSE \${PORT}/tcp
HEALTHCHECK --interval=5s CMD curl -f http://localhost:8080/healthz || exit 1`;
    expect(readDockerfile(text)).toMatchObject({
      port: 8080,
      health: "/healthz",
      stages: [{ name: "build" }, { name: "run", from: "build" }],
    });
  });

  it("may say its port by PORT alone, or nothing at all", () => {
    expect(readDockerfile("FROM x\nENV PORT 5000").port).toBe(5000);
    expect(readDockerfile("")).toEqual({ port: undefined, health: undefined, stages: [] });
  });
});

describe("an app", () => {
  it("is found in its files", async () => {
    await using tree = await writeTree({
      Dockerfile: "FROM node:24\nEXPOSE 3000",
      "package.json": JSON.stringify({ scripts: { test: "vitest", lint: "biome ci ." } }),
      "server.js": 'app.get("/healthz"); connect(process.env.DATABASE_URL ?? PRODUCTION_DATABASE_URL)',
      "node_modules/x/index.js": "POSTGRES_URL",
    });
    expect(await detectApp(tree.directory)).toMatchObject({
      place: { folder: ".", context: ".", dockerfile: "Dockerfile", commandFolder: "." },
      port: 3000,
      health: "/healthz",
      checks: [
        { name: "tests", run: "npm test", fast: true, database: "clone" },
        { name: "lint", run: "npm run lint", fast: true, database: "none" },
      ],
      database: ["DATABASE_URL"],
    });
  });

  it("has no check in npm's placeholder, and may say nothing", async () => {
    const placeholder = 'echo "Error: no test specified" && exit 1';
    await using tree = await writeTree({ "package.json": JSON.stringify({ scripts: { test: placeholder } }) });
    const found = await detectApp(tree.directory);
    expect(found).toMatchObject({ port: undefined, health: undefined, checks: [], database: [] });
    expect(found.place).toMatchObject({ folder: ".", context: ".", dockerfile: undefined });
    const { app, checks } = applyDetected(defaultConfig(), found);
    expect({ ...app, checks }).toMatchObject({ port: 3000, health: "/", database: ["DATABASE_URL"], checks: [] });
  });

  it("is what slipway.json says where both speak", async () => {
    await using tree = await writeTree({ Dockerfile: "FROM x\nEXPOSE 3000" });
    const config = parseConfig('{"app": {"port": 80, "build": {"dockerfile": "other"}}, "checks": []}', "slipway.json");
    const { app, checks } = applyDetected(config, await detectApp(tree.directory));
    expect([app.port, app.build.dockerfile, checks]).toEqual([80, "other", []]);
  });
});

it("reads no file that a link leads to", async () => {
  await using tree = await writeTree({ "a.txt": "a" });
  await symlink("/etc/hostname", join(tree.directory, "Dockerfile"));
  const source = await readSourceTree(tree.directory);
  expect(source.files).toEqual(["a.txt"]);
  expect(await source.text("../../etc/hostname")).toBeUndefined();
});
