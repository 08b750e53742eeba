/**
 * @module-tag git
 * @module-tag postgres
 * @module-tag docker
 */
import { dirname } from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { type PrivateEngine, startPrivateEngine } from "../support/private-engine.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

describe("no Docker at all", () => {
  let shop: SmallShop;
  beforeAll(async () => {
    shop = await smallShop({ SLIPWAY_RUNTIME: "docker", DOCKER_HOST: "unix:///nonexistent/docker.sock" });
  });
  afterAll(() => shop?.close());

  test("is said before anything begins", async () => {
    const change = await shop.change("no-docker");
    const before = await lookAround(shop.home);
    expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
      what: "Docker is not installed or not running",
      where: "/nonexistent/docker.sock",
      why: "there is no such socket",
      next: expect.stringContaining("start it, and try again"),
      code: "docker-unreachable",
    });
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });
});

describe("Docker", () => {
  const machine = process.env.DOCKER_HOST;
  let engine: PrivateEngine;
  let shop: SmallShop;

  beforeAll(async () => {
    engine = await startPrivateEngine();
    await engine.take("slipway.local/base:1", new Docker());
    // The census looks at this one too.
    process.env.DOCKER_HOST = engine.host;
    shop = await smallShop({ SLIPWAY_RUNTIME: "docker", DOCKER_HOST: engine.host });
  });
  afterAll(async () => {
    await shop?.close();
    if (machine === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = machine;
    await engine?.remove();
  });

  /** In the middle of the copying into a container. */
  const holdSource = () => shop.sourceRelay.arm({ on: "answer", how: "hold", sees: (_, passed) => passed > 2_000_000 });

  test("a ship that is cancelled in the middle of the clone leaves nothing but the base of all clones", async () => {
    const change = await shop.change("cancelled");
    const before = await lookAround(shop.home);
    const interrupt = new AbortController();
    void holdSource().then(() => interrupt.abort());
    const result = await change.slipway(["ship"], { interrupt: interrupt.signal });
    expect(result.events.filter(({ type }) => type === "failed")).toEqual([]);
    expect(result.exitCode).toBe(130);
    await shop.sourceRelay.mend();
    // A cache: the commit's image.
    const isKnown = (one: string) => /^image (slipway\/acme-shop-\w+:|sha256:)/.test(one);
    expect(await whatStays(before, shop.home, shop.ownFolders, isKnown)).toEqual([]);
  });

  test("stopped in the middle of a ship, and started again", { timeout: 240_000 }, async () => {
    const change = await shop.change("stopped");
    const before = await lookAround(shop.home);
    let stopped: Promise<void> | undefined;
    void holdSource().then(() => {
      stopped = engine.stop();
    });
    const result = await change.slipway(["ship"]);
    await stopped;
    expect(oneProblem(result, [new URL(shop.productionUrl).password])).toMatchObject({
      what: expect.stringMatching(/^Docker is not (installed or not )?running$/),
      code: "docker-unreachable",
    });
    await engine.start();
    await shop.sourceRelay.mend();
    expectDone(await change.slipway(["ship"]));
    await change.slipway(["preview", "stop"]);
    // The clone that is kept for the next change stays as long as the agent.
    await change.slipway(["clean"]);
    // The Engine itself is a new one, with its own network; images are caches.
    const engineFolder = dirname(new URL(engine.host).pathname);
    const isKnown = (one: string) => one === "network bridge" || one.startsWith("image ") || one.includes(engineFolder);
    expect(await whatStays(before, shop.home, shop.ownFolders, isKnown)).toEqual([]);
  });
});
