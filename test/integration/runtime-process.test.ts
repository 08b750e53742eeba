import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, lstat, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catalogueDumper } from "../../agent/database/catalogue-dumper/catalogue-dumper.ts";
import { withDatabase } from "../../agent/database/connection.ts";
import { embeddedPrograms, platformPackage } from "../../agent/runtime/process/embedded-postgres.ts";
import { freePort } from "../../agent/runtime/process/free-port.ts";
import { runtimePlaces } from "../../agent/runtime/process/places.ts";
import { postgresIdentity } from "../../agent/runtime/process/postgres-identity.ts";
import {
  type ProcessRuntime,
  type ProcessRuntimeOptions,
  processRuntime,
} from "../../agent/runtime/process/process-runtime.ts";
import type { ArtifactRef, Served, ServerRef, ServeSpec, SnapshotRef } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { filesBelow, processesBelow } from "../support/process-traces.ts";
import { appContext, appSpec, query, removeContext, watched } from "../support/runtime-contract/setting.ts";
import { describeRuntimeContract } from "../support/runtime-contract.ts";

/** A runtime in directories of its own. */
async function room(more: Partial<ProcessRuntimeOptions> = {}) {
  const home = await mkdtemp(join(tmpdir(), "slipway-process-"));
  const [stateDirectory, cacheDirectory] = [join(home, "state"), join(home, "cache")];
  for (const directory of [stateDirectory, cacheDirectory]) await mkdir(directory, { mode: 0o700 });
  const places = runtimePlaces(stateDirectory, cacheDirectory);
  const roots = [home, dirname(places.servers)];
  const create = (): ProcessRuntime =>
    processRuntime({
      stateDirectory,
      cacheDirectory,
      passwordFor: (id) => new Secret(`password of ${id}`),
      ...more,
    });
  return {
    stateDirectory,
    cacheDirectory,
    places,
    create,
    processes: () => processesBelow(roots),
    traces: async () => [...(await filesBelow(roots)), ...(await processesBelow(roots))],
    async dispose(runtime: ProcessRuntime) {
      await runtime.close();
      for (const one of await runtime.owned()) await runtime.remove(one);
      for (const root of roots) await rm(root, { recursive: true, force: true });
    },
  };
}

describeRuntimeContract("processes", async () => {
  const { create, dispose, traces } = await room();
  const runtime = create();
  return { runtime, traces, dispose: () => dispose(runtime) };
});

describe("the process runtime", () => {
  let here: Awaited<ReturnType<typeof room>>;
  let runtime: ProcessRuntime;
  const owner = { repo: "process", change: "one" };

  beforeEach(async () => {
    here = await room();
    runtime = here.create();
  });
  afterEach(() => here.dispose(runtime), 60_000);

  async function app(): Promise<ArtifactRef> {
    const context = await appContext();
    const artifact = await runtime.artifacts.build(appSpec(owner, "e1", context), watched());
    await removeContext(context);
    return artifact;
  }

  const served = (artifact: ArtifactRef, version: string, more: Partial<ServeSpec> = {}): Promise<Served> =>
    runtime.workloads.serve(
      {
        owner,
        artifact,
        version,
        env: { VERSION: version },
        name: "web",
        route: "preview",
        port: 3000,
        health: "/healthz",
        hostnames: [],
        ...more,
      },
      watched(),
    );

  test("after its agent was killed, the clone is found again and apps and runs are ended", async () => {
    const context = await appContext();
    const script = fileURLToPath(new URL("../support/process-agent.ts", import.meta.url));
    const agent = spawn(process.execPath, [script, here.stateDirectory, here.cacheDirectory, context], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(agent.stdout), "line");
    const left = JSON.parse(line) as { snapshot: SnapshotRef; server: ServerRef; served: Served };
    agent.kill("SIGKILL");
    await once(agent, "exit");
    await removeContext(context);
    expect((await here.processes()).join("\n")).toContain("sleep 100");
    expect((await here.processes()).join("\n")).toContain("node server.mjs");

    const killed = { repo: "killed", change: "one" };
    const { host } = await runtime.databases.reach(left.server);
    expect(await query(host, "select 1 as alive")).toEqual([{ alive: 1 }]);
    expect(await runtime.databases.start(left.snapshot, killed, watched())).toEqual(left.server);
    expect(await runtime.workloads.serving(killed, "preview")).toBeUndefined();
    expect((await runtime.owned()).map(({ kind }) => kind).sort()).toEqual(["artifact", "server", "snapshot"]);
    await expect.poll(async () => (await here.processes()).join("\n")).not.toMatch(/server\.mjs|sleep 100/);

    const artifact = await app();
    const again = await served(artifact, "v2", { owner: killed });
    expect(again.port).toBe(left.served.port);
  }, 90_000);

  test("closing ends the apps and leaves the clones", async () => {
    const artifact = await app();
    const snapshot = await runtime.databases.seal({ owner, key: "e2", fill: async () => ({}) }, watched());
    const server = await runtime.databases.start(snapshot, owner, watched());
    const { url } = await served(artifact, "v1");
    expect(runtime.active()).toBe(true);
    await runtime.close();
    expect(runtime.active()).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
    expect((await here.processes()).join("\n")).not.toContain("server.mjs");
    await expect(runtime.databases.reach(server)).resolves.toBeDefined();
  }, 90_000);

  test("a visitor's connection outlives the version that it was opened to", async () => {
    const artifact = await app();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const visit = async (url: string): Promise<{ version: string; port: number | undefined }> => {
      const [response] = (await once(get(url, { agent }), "response")) as [IncomingMessage];
      const port = response.socket.localPort;
      const text = (await response.toArray()).join("");
      return { version: (JSON.parse(text) as { version: string }).version, port };
    };
    const before = await visit((await served(artifact, "v1")).url);
    const after = await visit((await served(artifact, "v2")).url);
    agent.destroy();
    expect(before.version).toBe("v1");
    expect(after).toEqual({ version: "v2", port: before.port });
  }, 90_000);

  test("a WebSocket reaches the app, and ends with its version", async () => {
    const artifact = await app();
    const script = `require("http").createServer((q, a) => a.end()).on("upgrade", (q, s) => {
      s.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n");
      s.on("data", (d) => s.write("echo " + d)); s.on("error", () => {}); }).listen(process.env.PORT)`;
    const { port } = await served(artifact, "v1", { command: `node -e '${script}'` });
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
    expect(String(await once(socket, "data"))).toContain("101 Switching Protocols");
    socket.write("hello");
    expect(String(await once(socket, "data"))).toContain("echo hello");
    const closed = once(socket, "close");
    await served(artifact, "v2");
    await closed;
  }, 90_000);

  test("an app that fails at first leaves no port, no process and no record", async () => {
    const artifact = await app();
    const before = await here.traces();
    const preferredPort = await freePort();
    const failing = served(artifact, "v1", { command: "exit 1", preferredPort });
    await expect(failing).rejects.toMatchObject({ code: "app-ended" });
    expect(await freePort(preferredPort)).toBe(preferredPort);
    expect(await here.traces()).toEqual(before);
    expect(runtime.active()).toBe(false);
  }, 90_000);

  test("a crashed app is no longer serving, and the same version is started again", async () => {
    const artifact = await app();
    const first = await served(artifact, "v1");
    const [crashing] = (await here.processes()).filter((line) => line.endsWith("node server.mjs"));
    process.kill(Number(crashing?.split(" ")[1]), "SIGKILL");
    await expect.poll(() => runtime.workloads.serving(owner, "preview")).toBeUndefined();
    expect((await fetch(first.url)).status).toBe(502);
    expect(await served(artifact, "v1")).toEqual(first);
    expect((await fetch(first.url)).status).toBe(200);
  }, 90_000);

  test("many runs at once do not get into each other's way", async () => {
    const artifact = await app();
    const run = (name: string) =>
      runtime.workloads.run({ owner, name, artifact, command: `echo ${name}`, env: {} }, watched());
    const names = Array.from({ length: 12 }, (_, index) => `run-${index}`);
    const exits = await Promise.all(names.map(run));
    expect(exits.map(({ tail }) => tail.trim())).toEqual(names);
    expect((await runtime.owned()).filter(({ kind }) => kind === "workload")).toEqual([]);
  }, 90_000);

  test("a run in a build that is gone says so, and nothing else is removed than what is ours", async () => {
    const artifact = await app();
    const run = () => runtime.workloads.run({ owner, name: "check", artifact, command: "true", env: {} }, watched());
    expect(await run()).toMatchObject({ exitCode: 0 });
    await runtime.remove({ kind: "artifact", id: artifact.id, name: "", owner });
    await expect(run()).rejects.toMatchObject({ code: "artifact-gone" });
    for (const id of [tmpdir(), join(here.cacheDirectory, "artifacts", "..", ".."), "/"])
      await expect(runtime.remove({ kind: "artifact", id, name: "", owner })).rejects.toMatchObject({
        code: "not-owned",
      });
  }, 90_000);
});

describe("embedded-postgres alone", () => {
  test("seals and starts, and the catalogue dumper reads what pg_dump here is too old for", async () => {
    const here = await room({ postgres: "embedded" });
    const runtime = here.create();
    const owner = { repo: "embedded" };
    const schemas = await Promise.all(
      ["shop", "types", "partitions", "behaviour"].map(async (name) => ({
        name,
        sql: await readFile(join(import.meta.dirname, "catalogue-dumper", `${name}.sql`), "utf8"),
      })),
    );
    const fill: Parameters<typeof runtime.databases.seal>[0]["fill"] = async (superuser) => {
      for (const { name, sql } of schemas) {
        await query(superuser, `create database ${name}`);
        await query(withDatabase(superuser, name), sql);
      }
      return {};
    };
    const snapshot = await runtime.databases.seal({ owner, key: "f1", fill }, watched());
    const server = await runtime.databases.start(snapshot, owner, watched());
    const { host } = await runtime.databases.reach(server);
    const [row] = await query(host, "select current_setting('server_version_num')::int / 10000 as major");
    expect(row?.major).toBeGreaterThanOrEqual(18);

    const signal = new AbortController().signal;
    const dump = (name: string) => catalogueDumper().dump({ source: withDatabase(host, name), signal });
    for (const { name } of schemas) {
      const first = await dump(name);
      await query(host, `create database ${name}_copy template template0`);
      await query(withDatabase(host, `${name}_copy`), first.preData);
      await query(withDatabase(host, `${name}_copy`), first.postData);
      expect(await dump(`${name}_copy`)).toEqual(first);
    }
    await here.dispose(runtime);
    expect(await here.traces()).toEqual([]);
  }, 120_000);

  test("its programs are copied and completed where they cannot be run as they are", async () => {
    const { places, ...here } = await room();
    const installed = platformPackage() ?? "";
    const incomplete = join(here.cacheDirectory, "package");
    const isNoLink = async (path: string) => !(await lstat(path)).isSymbolicLink();
    await cp(installed, incomplete, { recursive: true, filter: isNoLink });
    for (const [home, canRun] of [
      [installed, false],
      [incomplete, true],
    ] as const) {
      const programs = await embeddedPrograms(places, async () => canRun, home);
      expect(programs).toContain(places.programs);
      const run = execa(join(programs ?? "", "postgres"), ["--version"], { ...postgresIdentity(), cwd: "/" });
      expect((await run).stdout).toContain("PostgreSQL");
      await places.clear(places.programs);
    }
    await here.dispose(here.create());
  }, 90_000);
});
