/**
 * @module-tag docker
 * @module-tag postgres
 * @module-tag git
 */
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readAnnouncement } from "../../agent/client/announcement.ts";
import { engineEndpoint } from "../../agent/runtime/docker/engine-endpoint.ts";
import { LABEL } from "../../agent/runtime/docker/labels.ts";
import { makerLabel } from "../../agent/runtime/docker/maker.ts";
import { type CanaryCompany, canaryCompany } from "../support/canaries/company.ts";
import { canarySearch } from "../support/canaries/search.ts";
import { type CanaryShop, canaryShop } from "../support/canaries/shop.ts";
import { killAgentOf } from "../support/kill-agent.ts";
import { type MarkedThings, markedThings } from "../support/marked-things.ts";
import { expectDone } from "../support/one-problem.ts";
import { randomMoments } from "../support/random-moments.ts";
import { startRelay } from "../support/relay.ts";
import { markedOnDocker } from "../support/runtime-view.ts";
import type { JsonLine } from "../support/slipway.ts";
import { sql } from "../support/sql.ts";

const docker = new Docker();
const kills = 20;
let company: CanaryCompany;
let shop: CanaryShop;
/** Milliseconds from a build's first event to its last. */
let duration: number;

const things = () => markedThings(docker, markedOnDocker(shop.home, "acme-shop"));
const isFilling = ({ message }: { message: string }) => message === "starting an empty database";
const nothing: MarkedThings = { containers: [], networks: [], images: [], volumes: [] };

beforeAll(async () => {
  company = canaryCompany(50);
  shop = await canaryShop(company);
  const seen: { at: number; message: string }[] = [];
  const onLine = ({ message }: JsonLine) => seen.push({ at: performance.now(), message: String(message) });
  expectDone(await shop.slipway(["snapshot", "build"], { onLine }));
  await removeSnapshots();
  // What all builds share was made on the way, where it was not there.
  const shared = seen.findIndex(({ message }) => message.startsWith("preparing PostgreSQL"));
  const at = (index: number) => seen.at(index)?.at ?? 0;
  duration = at(-1) - at(0) - (shared === -1 ? 0 : at(seen.findIndex(isFilling)) - at(shared));
});
afterAll(() => shop?.close());

async function removeSnapshots(): Promise<number> {
  const { lines } = await shop.slipway(["snapshot", "list"]);
  for (const { image } of lines) expectDone(await shop.slipway(["snapshot", "remove", String(image)]));
  return lines.length;
}

/**
 * Builds, and kills the agent when `moment` has come, or at its end.
 * @param env of the build, on top of the home's.
 * @returns whether the build was under way.
 */
async function killedAt(moment: () => Promise<unknown>, env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  let begun: number | undefined;
  let killed: Promise<{ agent: string; before: MarkedThings }> | undefined;
  const ended = Promise.withResolvers<void>();
  const kill = async () => {
    await Promise.race([moment(), ended.promise]);
    const agent = String(readAnnouncement(shop.home.places)?.pid);
    killAgentOf(shop.home);
    // Listing takes longer than some of the moments; the next agent takes longer than listing.
    return { agent, before: await things() };
  };
  const onLine = () => {
    begun ??= performance.now();
    killed ??= kill();
  };
  const result = await shop.slipway(["snapshot", "build"], { onLine, env });
  ended.resolve();
  // On a machine that is less busy than it was when the first one was measured.
  if (result.exitCode === 0) duration = performance.now() - (begun ?? 0);
  const { agent, before } = (await killed) ?? { agent: "", before: nothing };
  const wasRunning = result.exitCode !== 0;
  if (wasRunning) expect(result.last).toMatchObject({ kind: "run", status: "failed" });
  // The terminal that looked for the run has started the next agent, which puts in order what is left.
  if (!wasRunning) await shop.slipway(["status"]);
  // One that has its name is whole.
  const isWhole = (image: string) => image.includes("-snapshot:");
  const unfinished = async () => {
    const { images, ...others } = await things();
    return { ...others, images: images.filter((image) => !isWhole(image)) };
  };
  // An agent killed just before it asks for the commit: the next one waits half a minute for what does not come.
  await expect.poll(unfinished, { timeout: 60_000 }).toEqual(nothing);
  for (const volume of before.volumes)
    await expect(docker.getVolume(volume).inspect()).rejects.toThrow("no such volume");
  const sessions = "SELECT count(*)::int AS ours FROM pg_stat_activity WHERE usename = 'reader'";
  await expect.poll(() => sql(shop.production, sessions)).toEqual([{ ours: 0 }]);
  expect((await readdir(tmpdir())).filter((name) => name.includes(`-${agent}-`))).toEqual([]);
  if ((await things()).images.length > 0) await removeSnapshots();
  return wasRunning;
}

describe("a build of a snapshot whose agent is killed", { timeout: 400_000 }, () => {
  test("at twenty random moments leaves nothing behind, neither here nor on the source", async () => {
    const underWay: boolean[] = [];
    for (const moment of randomMoments(kills, 4)) underWay.push(await killedAt(() => wait(moment * duration)));
    expect(underWay).toHaveLength(kills);
    expect(underWay.filter(Boolean).length).toBeGreaterThan(kills / 2);
  });

  test("while the Engine commits it leaves no image without a name", async () => {
    const { socketPath, port } = engineEndpoint(process.env).options;
    const relay = await startRelay(socketPath ?? Number(port), { allowHalfOpen: true });
    onTestFinished(() => relay.stop());
    // The Engine has been asked, and has not answered yet.
    const isAsked = (piece: Buffer) => piece.includes("POST /commit?");
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${relay.port}` };
    let asked = false;
    const moment = async () => {
      await relay.arm({ on: "request", how: "pass", sees: isAsked });
      asked = true;
    };
    expect([await killedAt(moment, env), asked]).toEqual([true, true]);
  });

  test("is told from what a living agent makes, and from another installation's", async () => {
    const repo = markedOnDocker(shop.home, "acme-shop");
    const live = (await makerLabel())[LABEL.maker] ?? "";
    const dead = live.replace(/\w+$/, "started-before");
    const made = await Promise.all(
      [
        { name: "left", of: repo, maker: dead },
        { name: "live", of: repo, maker: live },
        { name: "elsewhere", of: repo, maker: "another-machine.1.0" },
        { name: "others", of: "acme-shop-another", maker: dead },
      ].map(({ name, of, maker }) =>
        docker.createContainer({
          name: `slipway-${of}.${name}`,
          Image: "slipway.local/base:1",
          Cmd: ["true"],
          Labels: { [LABEL.repo]: of, [LABEL.role]: "seal", [LABEL.maker]: maker },
        }),
      ),
    );
    await shop.slipway(["agent", "stop"]);
    await shop.slipway(["snapshot", "list"]);
    const stays = await Promise.all(
      made.map((one) =>
        one.inspect().then(
          ({ Name }) => Name,
          () => "gone",
        ),
      ),
    );
    await Promise.all(made.slice(1).map((one) => one.remove()));
    expect(stays).toEqual([
      "gone",
      `/slipway-${repo}.live`,
      `/slipway-${repo}.elsewhere`,
      "/slipway-acme-shop-another.others",
    ]);
  });

  test("leaves no canary in what stays of it", async () => {
    const search = await canarySearch([...company.canaries, company.control]);
    expect(await search.inFolder(shop.home.folder)).toEqual([]);
    await search.close();
  });
});
