import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { dockerRuntime } from "../../agent/runtime/docker/docker-runtime.ts";
import { openEngine, pingEngine } from "../../agent/runtime/docker/engine.ts";
import { configuredImages } from "../../agent/runtime/docker/images.ts";
import { ofInstallation } from "../../agent/runtime/docker/installation.ts";
import { freePort } from "../../agent/runtime/process/free-port.ts";
import type { ArtifactRef, Owner, Runtime, ServeSpec, SnapshotRef } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { dockerTraces } from "../support/docker-traces.ts";
import { appContext, appSpec, query, removeContext, watched } from "../support/runtime-contract/setting.ts";
import { describeRuntimeContract } from "../support/runtime-contract.ts";

const engine = openEngine();
const passwordFor = (id: string) => new Secret(createHmac("sha256", "a key for tests").update(id).digest("base64url"));
/** Every published port costs the Engine a process at each start of a gateway: no test needs more of them. */
const portsPerGateway = 5;
const startRuntime = () =>
  dockerRuntime({ engine, images: configuredImages(process.env), passwordFor, portsPerGateway });

describeRuntimeContract(
  "Docker",
  async (repo) => ({
    runtime: startRuntime(),
    traces: () => dockerTraces(engine.docker, repo),
    dispose: async () => {},
  }),
  ["docker"],
);

describe("the Docker runtime", { tags: ["docker"] }, () => {
  const repo = `docker-${randomBytes(3).toString("hex")}`;
  const here: Owner = { repo, change: "here" };
  const there: Owner = { repo, change: "there" };
  let runtime: Runtime;
  let artifact: ArtifactRef;
  let snapshot: SnapshotRef;

  const run = (owner: Owner, command: string, more: object = {}) =>
    runtime.workloads.run({ owner, name: "look", artifact, command, env: {}, ...more }, watched());
  const app = (owner: Owner, version: string, more: Partial<ServeSpec> = {}): ServeSpec => ({
    ...{ owner, name: "web", artifact, command: "node server.mjs", env: { VERSION: version }, route: "preview" },
    ...{ version, port: 3000, health: "/", hostnames: [], ...more },
  });
  const addressesOf = async (id: string): Promise<string[]> => {
    const { NetworkSettings } = await engine.docker.getContainer(id).inspect();
    return Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
  };
  const addressIn = async (id: string, network: string): Promise<string | undefined> =>
    (await engine.docker.getContainer(id).inspect()).NetworkSettings.Networks[network]?.IPAddress;
  const gatewayInfo = async (): Promise<Docker.ContainerInspectInfo> => {
    const gateway = (await runtime.owned()).find((one) => one.kind === "gateway" && one.owner.repo === repo);
    return engine.docker.getContainer(gateway?.id ?? "").inspect();
  };

  beforeAll(async () => {
    runtime = startRuntime();
    const context = await appContext();
    artifact = await runtime.artifacts.build(appSpec({ repo }, "d1", context), watched());
    await removeContext(context);
    snapshot = await runtime.databases.seal({ owner: { repo }, key: "d1", fill: async () => ({}) }, watched());
  }, 180_000);

  afterAll(async () => {
    for (const one of await runtime.owned()) if (one.owner.repo === repo) await runtime.remove(one);
  }, 120_000);

  test("a build without its Dockerfile says so", async () => {
    const context = await appContext();
    const spec = { ...appSpec({ repo }, "d2", context), dockerfile: "web/Dockerfile" };
    const building = runtime.artifacts.build(spec, watched());
    await expect(building).rejects.toMatchObject({ code: "dockerfile-missing", where: "web/Dockerfile" });
    await removeContext(context);
  });

  test("a workload has no capabilities, gains none, and is no more than its limits allow", async () => {
    const { tail } = await run(
      here,
      "grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null",
    );
    expect(tail).toMatch(/CapEff:\s+0+\n/);
    expect(tail).toMatch(/CapBnd:\s+0+\n/);
    expect(tail).toMatch(/NoNewPrivs:\s+1/);
    expect(tail).toContain("512");
  });

  test("nothing of the host is mounted, and a clone's password is nowhere to be read", async () => {
    const server = await runtime.databases.start(snapshot, here, watched());
    const info = await engine.docker.getContainer(server.id).inspect();
    expect(info.Mounts).toEqual([]);
    expect(JSON.stringify(info)).not.toContain(passwordFor(server.id).reveal());
    const logs = await engine.docker.getContainer(server.id).logs({ stdout: true, stderr: true });
    expect(logs.toString()).not.toContain(passwordFor(server.id).reveal());
    expect(info.HostConfig.PortBindings["5432/tcp"]).toMatchObject([{ HostIp: "127.0.0.1" }]);
  });

  test("a clone gives up durability for speed", async () => {
    const { host } = await runtime.databases.reach(await runtime.databases.start(snapshot, here, watched()));
    for (const setting of ["fsync", "synchronous_commit", "full_page_writes"])
      expect(await query(host, `show ${setting}`)).toEqual([{ [setting]: "off" }]);
  });

  test("a clone speaks TLS with a certificate of its own, and its key is nowhere to be read", async () => {
    const servers = [await runtime.databases.start(snapshot, here, watched())];
    servers.push(await runtime.databases.start(snapshot, there, watched()));
    const [mine, yours] = await Promise.all(
      servers.map(async (server) => (await runtime.databases.reach(server)).host),
    );
    const client = await openClient(mine as Connection);
    const { rows } = await client.query("select ssl, version from pg_stat_ssl where pid = pg_backend_pid()");
    await client.end();
    expect(rows).toEqual([{ ssl: true, version: "TLSv1.3" }]);
    const swapped = openClient({ ...(mine as Connection), ssl: (yours as Connection).ssl });
    await expect(swapped).rejects.toMatchObject({ code: "database-tls" });
    const container = engine.docker.getContainer(servers[0]?.id ?? "");
    expect(JSON.stringify(await container.inspect())).not.toContain("PRIVATE KEY");
    expect((await container.logs({ stdout: true, stderr: true })).toString()).not.toContain("PRIVATE KEY");
    // An image that is made of it holds none either.
    expect((await container.changes()).filter(({ Path }: { Path: string }) => Path.endsWith(".pem"))).toEqual([]);
  });

  test("a clone is no more than its limits allow", async () => {
    const server = await runtime.databases.start(snapshot, here, watched());
    const { HostConfig } = await engine.docker.getContainer(server.id).inspect();
    const { Memory, MemorySwap, CpuQuota, CpuPeriod, PidsLimit } = HostConfig;
    expect([Memory, MemorySwap]).toEqual([2 * 1024 ** 3, 2 * 1024 ** 3]);
    expect([(CpuQuota ?? 0) / (CpuPeriod ?? 0), PidsLimit]).toEqual([2, 256]);
  });

  test("a clone that its agent left in the middle of its start is made anew", async () => {
    const left = await runtime.databases.start(snapshot, here, watched());
    await engine.docker.getContainer(left.id).rename({ name: `${left.name}.starting` });
    const isLeft = async () => (await runtime.owned()).filter(({ id }) => id === left.id);
    expect(await isLeft()).toMatchObject([{ kind: "server", owner: here, starting: true }]);
    expect((await runtime.databases.start(snapshot, here, watched())).id).not.toBe(left.id);
    expect(await isLeft()).toEqual([]);
  });

  test("a spare is nobody's until it is the next clone, of one of two who ask at once", async () => {
    const owners = ["first", "second"].map((change) => ({ repo, change }));
    await runtime.databases.spares?.keep(snapshot, { repo });
    await runtime.databases.spares?.keep(snapshot, { repo });
    const spares = async () => (await runtime.owned()).filter(({ spare, owner }) => spare && owner.repo === repo);
    const [spare, ...more] = await spares();
    expect(more).toEqual([]);
    expect(spare?.owner.change).toBeUndefined();
    const starting = owners.map((owner) => runtime.databases.start(snapshot, owner, watched()));
    const servers = await Promise.all(starting);
    expect(servers.filter(({ id }) => id === spare?.id)).toHaveLength(1);
    expect(await spares()).toEqual([]);
    const owned = await runtime.owned();
    expect(servers.map(({ id }) => owned.find((one) => one.id === id)?.owner)).toEqual(owners);
    for (const [at, server] of servers.entries()) {
      const { workload } = await runtime.databases.reach(server);
      const reach = run(owners[at] as Owner, `node reach.mjs ${workload.host} ${workload.port}`);
      expect((await reach).exitCode).toBe(0);
      // What was a spare when it was listed is somebody's now.
      await runtime.databases.stop({ ...server, name: spare?.name ?? "" });
      expect((await runtime.owned()).some(({ id }) => id === server.id)).toBe(true);
      await runtime.databases.stop(server);
    }
  });

  test("a spare goes with its snapshot, with the next one, and where its agent has left it half-made", async () => {
    const seal = (key: string) =>
      runtime.databases.seal({ owner: { repo }, key, fill: async () => ({ key }) }, watched());
    const [old, next] = [await seal("d2"), await seal("d3")];
    const keep = async (of: SnapshotRef) => {
      await runtime.databases.spares?.keep(of, { repo });
      const spares = (await runtime.owned()).filter(({ spare, owner }) => spare && owner.repo === repo);
      expect(spares.map(({ from }) => from)).toEqual([of.id]);
      return spares[0]?.id ?? "";
    };
    const first = await keep(old);
    await engine.docker.getContainer(first).rename({ name: `slipway-${repo}.db-0.spare.starting` });
    expect(await keep(old)).not.toBe(first);
    await keep(next);
    for (const { id, name } of [old, next]) {
      await runtime.remove({ kind: "snapshot", id, name, owner: { repo } });
    }
    expect((await runtime.owned()).filter(({ spare, owner }) => spare && owner.repo === repo)).toEqual([]);
  });

  test("a clone whose server cannot start says why, and leaves nothing", async () => {
    const owner = { repo, change: "broken" };
    const broken = { ...snapshot, id: artifact.id };
    const starting = runtime.databases.start(broken, owner, watched());
    await expect(starting).rejects.toMatchObject({ code: "database-not-started", why: expect.stringMatching(/\S/) });
    expect((await runtime.owned()).filter((one) => one.owner.change === "broken")).toEqual([]);
  });

  test("no address of another change can be reached from inside a change", async () => {
    const { workloads, databases } = runtime;
    const server = await databases.start(snapshot, there, watched());
    const served = await workloads.serve(app(there, "v1"), watched());
    const targets = [
      ...(await addressesOf(server.id)).map((address) => `${address} 5432`),
      ...(await addressesOf(served.id)).map((address) => `${address} 3000`),
    ];
    expect(targets).toHaveLength(3);
    for (const target of targets) expect((await run(here, `node reach.mjs ${target}`)).tail).toContain("unreachable");
    const inside = await addressIn(served.id, `slipway-${repo}.there.inside`);
    expect((await run(there, `node reach.mjs ${inside} 3000`)).tail).toContain("reached");
    await workloads.unserve(there, "preview");
  });

  test("a service of the host cannot be reached from inside a change", async () => {
    const listener = createServer((socket) => socket.end()).listen(0, "0.0.0.0");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    await runtime.workloads.serve(app(here, "v1"), watched());
    const { IPAM } = await engine.docker.getNetwork(`slipway-${repo}.here.inside`).inspect();
    const host = IPAM?.Config?.[0]?.Gateway;
    expect(host).toMatch(/^\d+\./);
    expect((await run(here, `node reach.mjs ${host} ${port}`)).tail).toContain("unreachable");
    listener.close();
    await runtime.workloads.unserve(here, "preview");
  });

  test("an app cannot reach another change's app through the gateway", async () => {
    const { workloads } = runtime;
    const served = await workloads.serve(app(there, "v1"), watched());
    await workloads.serve(app(here, "v1"), watched());
    const gateway = await addressIn((await gatewayInfo()).Id, `slipway-${repo}.here.inside`);
    expect(gateway).toMatch(/^\d+\./);
    // With the name that the route answers to: only where the request comes from is wrong.
    const options = `{ host: "${gateway}", port: ${served.port}, headers: { host: "127.0.0.1" } }`;
    const ask = `require("http").get(${options}, (answer) => { console.log("status", answer.statusCode); answer.resume(); })`;
    expect((await run(here, `node -e '${ask}'`)).tail).toContain("status 404");
    expect((await fetch(served.url)).status).toBe(200);
    await workloads.unserve(there, "preview");
    await workloads.unserve(here, "preview");
  });

  test("a workload with egress joins the named network too", async () => {
    const network = await engine.docker.createNetwork({ Name: `slipway-${repo}-elsewhere` });
    const { tail } = await run(here, "cat /proc/net/route | wc -l; getent hosts $(hostname) | wc -l", {
      egress: true,
      network: `slipway-${repo}-elsewhere`,
    });
    await network.remove();
    // A title, the default route, and one line for each of three networks.
    expect(Number(tail.split("\n")[0])).toBe(5);
  });

  test("an agent that comes after finds what serves, and reaches the clone with the same password", async () => {
    const served = await runtime.workloads.serve(app(here, "v1"), watched());
    const server = await runtime.databases.start(snapshot, here, watched());
    const after = startRuntime();
    expect(await after.workloads.serving(here, "preview")).toEqual(served);
    expect(await after.workloads.serve(app(here, "v1"), watched())).toEqual(served);
    expect(await query((await after.databases.reach(server)).host, "select 1 as one")).toEqual([{ one: 1 }]);
    const next = await after.workloads.serve(app(here, "v2"), watched());
    expect(next.port).toBe(served.port);
    await after.workloads.unserve(here, "preview");
  });

  test("of one installation neither sees nor touches what another has made of the same repository", async () => {
    const [mine, yours] = ["mine", "yours"].map((mark) => ofInstallation(mark, runtime)) as [Runtime, Runtime];
    const made = async (by: Runtime) => (await by.owned()).filter(({ owner }) => owner.repo === repo);
    const [served, other] = await Promise.all([
      mine.workloads.serve(app(here, "v1"), watched()),
      yours.workloads.serve(app(here, "v2"), watched()),
    ]);
    expect(other.port).not.toBe(served.port);
    await yours.workloads.unserve(here, "preview");
    expect(await made(yours)).toEqual([]);
    expect((await made(mine)).map(({ kind }) => kind)).toEqual(["workload", "gateway", "network", "network"]);
    expect((await fetch(served.url)).status).toBe(200);
    await mine.workloads.unserve(here, "preview");
    expect(await made(mine)).toEqual([]);
  });

  test("an old version that its agent left running beside the new one is stopped when that is asked for again", async () => {
    const of = { owner: { repo, change: "beside" }, route: "preview" };
    const first = await runtime.workloads.serve(app(of.owner, "v1", { keep: 1 }), watched());
    const second = await runtime.workloads.serve(app(of.owner, "v2", { keep: 1 }), watched());
    const [old, now] = [engine.docker.getContainer(first.id), engine.docker.getContainer(second.id)];
    await old.start();
    await now.update({ RestartPolicy: { Name: "no" } });
    expect(await runtime.workloads.serve(app(of.owner, "v2", { keep: 1 }), watched())).toEqual(second);
    expect((await old.inspect()).State.Running).toBe(false);
    expect((await now.inspect()).HostConfig.RestartPolicy?.Name).toBe("unless-stopped");
    await runtime.workloads.unserve(of.owner, of.route);
  });

  test("a gateway that was stopped is started again, and one that was removed is made anew", async () => {
    const first = await runtime.workloads.serve(app(here, "v1"), watched());
    await engine.docker.getContainer((await gatewayInfo()).Id).stop({ t: 1 });
    expect(await runtime.workloads.serving(here, "preview")).toBeUndefined();
    expect(await runtime.workloads.serve(app(here, "v1"), watched())).toEqual(first);
    expect((await fetch(first.url)).status).toBe(200);
    await engine.docker.getContainer((await gatewayInfo()).Id).remove({ force: true });
    const again = await runtime.workloads.serve(app(here, "v1"), watched());
    expect(again.port).toBe(first.port);
    expect((await fetch(again.url)).status).toBe(200);
    await runtime.workloads.unserve(here, "preview");
  });

  test("a gateway whose port was taken while it was down is made anew, and no route is lost", async () => {
    const production = { owner: { repo, change: "live" }, route: "production" };
    const first = await runtime.workloads.serve(app(here, "v1"), watched());
    const second = await runtime.workloads.serve(app(there, "v1"), watched());
    const live = await runtime.workloads.serve(app(there, "p1", production), watched());
    const gateway = engine.docker.getContainer((await gatewayInfo()).Id);
    await gateway.stop({ t: 1 });
    const other = createServer().listen(first.port, "127.0.0.1");
    await once(other, "listening");
    // Another change's ship brings all of them back.
    expect(await runtime.workloads.serve(app(there, "v1"), watched())).toEqual(second);
    expect((await gatewayInfo()).Id).not.toBe(gateway.id);
    expect((await fetch(second.url)).status).toBe(200);
    expect(await runtime.workloads.serving(production.owner, production.route)).toEqual(live);
    expect((await fetch(live.url)).status).toBe(200);
    const moved = await runtime.workloads.serving(here, "preview");
    expect(moved?.port).not.toBe(first.port);
    expect((await fetch(moved?.url ?? "")).status).toBe(200);
    other.close();
    for (const { owner, route } of [app(here, ""), app(there, ""), production])
      await runtime.workloads.unserve(owner, route);
  });

  test("a gateway whose fixed port was taken while it was down is kept until the port is free", async () => {
    const production = { owner: { repo, change: "live" }, route: "production", fixedPort: await freePort() };
    const live = await runtime.workloads.serve(app(there, "p1", production), watched());
    await engine.docker.getContainer((await gatewayInfo()).Id).stop({ t: 1 });
    const other = createServer().listen(live.port, "127.0.0.1");
    await once(other, "listening");
    const preview = await runtime.workloads.serve(app(here, "v1"), watched());
    expect((await fetch(preview.url)).status).toBe(200);
    const checking = runtime.workloads.checkPort({ ...production, hostnames: [] }, watched());
    await expect(checking).rejects.toMatchObject({ code: "port-taken", where: `127.0.0.1:${live.port}` });
    other.close();
    expect(await runtime.workloads.serve(app(here, "v1"), watched())).toEqual(preview);
    expect(await runtime.workloads.serving(production.owner, production.route)).toEqual(live);
    expect((await fetch(live.url)).status).toBe(200);
    await runtime.workloads.unserve(production.owner, production.route);
    await runtime.workloads.unserve(here, "preview");
  });

  test("with its last route the gateway goes, and with their last user the networks", async () => {
    await runtime.workloads.serve(app(there, "v1"), watched());
    await runtime.workloads.unserve(there, "preview");
    for (const one of await runtime.owned())
      if (one.owner.repo === repo && one.kind === "server") await runtime.databases.stop({ ...one, kind: "server" });
    const left = (await runtime.owned()).filter((one) => one.owner.repo === repo).map(({ kind }) => kind);
    expect(left.sort()).toEqual(["artifact", "snapshot"]);
  });
});

describe("a Docker Engine that cannot be reached", () => {
  const pings = (host: string) => pingEngine(openEngine({ DOCKER_HOST: host }));

  test("is named, with what to do about it", async () => {
    await expect(pings("unix:///nowhere/docker.sock")).rejects.toMatchObject({
      code: "docker-unreachable",
      where: "/nowhere/docker.sock",
      next: expect.stringContaining("Install Docker"),
    });
    await expect(pings("tcp://127.0.0.1:9")).rejects.toMatchObject({ next: expect.stringContaining("Start Docker") });
  });

  test("ends every call of the runtime with the same words", async () => {
    const absent = dockerRuntime({ engine: openEngine({ DOCKER_HOST: "unix:///nowhere/docker.sock" }), passwordFor });
    await expect(absent.owned()).rejects.toMatchObject({ code: "docker-unreachable" });
    await expect(absent.artifacts.find({ repo: "shop" }, "a0")).rejects.toMatchObject({ code: "docker-unreachable" });
  });
});
