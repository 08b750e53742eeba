import { createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerRuntime } from "../../agent/runtime/docker/docker-runtime.ts";
import { openEngine } from "../../agent/runtime/docker/engine.ts";
import { configuredImages } from "../../agent/runtime/docker/images.ts";
import type { ArtifactRef, Owner, Runtime, ServiceSpec } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { dockerTraces } from "../support/docker-traces.ts";
import { appContext, appSpec, removeContext, watched } from "../support/runtime-contract/setting.ts";

const engine = openEngine();
const passwordFor = (id: string) => new Secret(createHmac("sha256", "a key for tests").update(id).digest("base64url"));

describe("what an app needs beside its database", { tags: ["docker"] }, () => {
  const repo = `services-${randomBytes(3).toString("hex")}`;
  const here: Owner = { repo, change: "here" };
  let runtime: Runtime;
  let artifact: ArtifactRef;
  let before: string[];

  /** A service that answers with its version: the contract's app, as if it were somebody's image. */
  const answering = (version: string): ServiceSpec => ({
    image: artifact.name,
    env: { VERSION: version, GREETING: new Secret("a-secret-greeting") },
  });
  const provide = (services: Record<string, ServiceSpec>, owner = here) =>
    runtime.services?.provide(owner, services, watched());
  const asked = async (owner: Owner, host: string) => {
    const command = `node -e "fetch('http://${host}:3000/').then((a) => a.json()).then((a) => console.log(a.version), (e) => console.log(e.cause.code))"`;
    const { tail } = await runtime.workloads.run({ owner, name: "ask", artifact, command, env: {} }, watched());
    return tail.trim();
  };
  const containers = async (owner = here) =>
    (await runtime.owned()).filter(
      (one) => one.owner.repo === repo && one.owner.change === owner.change && one.kind === "workload",
    );

  beforeAll(async () => {
    before = await dockerTraces(engine.docker, repo);
    runtime = dockerRuntime({ engine, images: configuredImages(process.env), passwordFor });
    const context = await appContext();
    artifact = await runtime.artifacts.build(appSpec({ repo }, "e1", context), watched());
    await removeContext(context);
  }, 180_000);

  afterAll(async () => {
    for (const one of await runtime.owned()) if (one.owner.repo === repo) await runtime.remove(one);
    expect(await dockerTraces(engine.docker, repo)).toEqual(before);
  }, 120_000);

  test("answers at its name, for its own change and nobody else", async () => {
    await provide({ cache: answering("one") });
    expect(await asked(here, "cache")).toBe("one");
    expect(await asked({ repo, change: "there" }, "cache")).toMatch(/ENOTFOUND|EAI_AGAIN/);
  }, 60_000);

  test("is given variables whose names have dots", async () => {
    const script =
      "require('http').createServer((_, a) => a.end(JSON.stringify({ version: process.env['discovery.type'] }))).listen(3000)";
    const image = artifact.name;
    const owner = { repo, change: "dotted" };
    await provide(
      { search: { image, command: ["node", "-e", script], env: { "discovery.type": "single-node" } } },
      owner,
    );
    expect(await asked(owner, "search")).toBe("single-node");
  }, 60_000);

  test("stays as it is while it is wanted as it is, and is made anew where not", async () => {
    const [first] = await containers();
    await provide({ cache: answering("one") });
    expect(await containers()).toEqual([first]);
    await provide({ cache: answering("two"), queue: answering("three") });
    expect([await asked(here, "cache"), await asked(here, "queue")]).toEqual(["two", "three"]);
    expect((await containers()).map(({ id }) => id)).not.toContain(first?.id);
  }, 60_000);

  test("may do no more than become its own user, and tells nothing of its secrets", async () => {
    const [one] = await containers();
    const info = await engine.docker.getContainer(one?.id ?? "").inspect();
    expect(info.HostConfig).toMatchObject({
      CapDrop: ["ALL"],
      CapAdd: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
      PortBindings: {},
      SecurityOpt: ["no-new-privileges"],
    });
    expect(JSON.stringify(info.Config.Labels)).not.toContain("a-secret-greeting");
  });

  test("that ends at once is reported with its last words, and gone", async () => {
    const broken = {
      image: artifact.name,
      command: ["node", "-e", "console.log('no licence'); process.exit(7)"],
      env: {},
    };
    await expect(provide({ cache: answering("two"), search: broken })).rejects.toMatchObject({
      what: "The service search ended with exit code 7",
      where: artifact.name,
      why: expect.stringContaining("no licence"),
      code: "service-failed",
    });
    expect(await containers()).toHaveLength(1);
    expect(await asked(here, "cache")).toBe("two");
  }, 60_000);

  test("whose image cannot be had says so", async () => {
    await expect(provide({ cache: { image: "localhost:9/none:1", env: {} } })).rejects.toMatchObject({
      code: "image-missing",
      where: "localhost:9/none:1",
    });
  }, 60_000);

  test("goes when nothing names it any more", async () => {
    await provide({ cache: answering("two") });
    await provide({});
    expect(await containers()).toEqual([]);
  }, 60_000);
});
