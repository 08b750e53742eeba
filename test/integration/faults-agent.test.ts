/**
 * @module-tag git
 * @module-tag postgres
 */
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { killAgentOf } from "../support/kill-agent.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import type { CommandOptions } from "../support/slipway.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { sql } from "../support/sql.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

let shop: SmallShop;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
});
afterAll(() => shop?.close());
afterEach(() => Promise.all([shop.sourceRelay.mend(), shop.githubRelay.mend()]));

/** In the middle of the copying: the source has given half of its rows and then says nothing more. */
const holdSource = () => shop.sourceRelay.arm({ on: "answer", how: "hold", sees: (_, passed) => passed > 2_000_000 });

/** Right after GitHub has done what it was asked, before it can say so. */
const holdGitHub = (request: string) =>
  shop.githubRelay.arm({ on: "request", how: "hold", sees: (piece) => piece.includes(request) });

const killAgent = () => killAgentOf(shop.home);

/** Builds, or checks, without an end, once begun. */
const endless = "echo begun; sleep 600";
const endlessBuild = { "package.json": JSON.stringify({ scripts: { build: endless } }) };
const endlessCheck = { "test.sh": `${endless}\n` };

/** Calls back once, when a stage's log has begun. */
function whenLogged(stage: string, call: () => void): NonNullable<CommandOptions["onLine"]> {
  let logged = false;
  return ({ type, stage: of }) => {
    if (logged || type !== "log" || of !== stage) return;
    logged = true;
    call();
  };
}

describe("a run that is cancelled", () => {
  /** Ctrl-C while a stage hangs: the command ends with 130 when all is clean. */
  async function cancelled(branch: string, stage: string, files?: Record<string, string>) {
    const change = await shop.change(branch, files);
    const before = await lookAround(shop.home);
    const interrupt = new AbortController();
    const stop = () => interrupt.abort();
    if (stage === "clone") void holdSource().then(stop);
    const onLine = stage === "clone" ? undefined : whenLogged(stage, stop);
    const result = await change.slipway(["ship"], { interrupt: interrupt.signal, ...(onLine && { onLine }) });
    expect(result.exitCode).toBe(130);
    expect(result.last).toMatchObject({ kind: "run", status: "cancelled" });
    const stages = result.last.stages as { name: string; status: string }[];
    expect(stages.find(({ name }) => name === stage)).toMatchObject({ status: "cancelled" });
    expect(result.events.filter(({ type }) => type === "failed")).toEqual([]);
    // A clone that was ready is kept for the next try; it goes with the change's preview.
    await shop.sourceRelay.mend();
    if (stage !== "clone") await change.slipway(["preview", "stop", branch]);
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  }

  test("in the middle of the clone", () => cancelled("cancel-clone", "clone"));
  test("in the middle of the build", () => cancelled("cancel-build", "build", endlessBuild));
  test("in the middle of a check", () => cancelled("cancel-check", "check", endlessCheck));
});

describe("an agent that is killed in the middle", () => {
  /** Ships, kills the agent when `middle` says so, and lets the terminal find out. */
  async function killed(change: WorkingCopy, middle: (call: () => void) => Partial<CommandOptions>) {
    const result = await change.slipway(["ship"], middle(killAgent));
    // The terminal has found, or launched, the next agent, which has ended the run.
    expect(oneProblem(result)).toMatchObject({
      what: "The run was interrupted",
      why: "the agent ended in the middle of it",
      next: "Start it again: what was finished is kept and is not done twice.",
      code: "interrupted",
    });
  }

  async function nextShip(change: WorkingCopy): Promise<void> {
    await Promise.all([shop.sourceRelay.mend(), shop.githubRelay.mend()]);
    expectDone(await change.slipway(["ship"]));
  }

  test("of the clone: nothing of it is left after the next ship", async () => {
    const change = await shop.change("killed-clone");
    const before = await lookAround(shop.home);
    // Another schema, so that no snapshot is there.
    await sql(shop.production, "CREATE TABLE notes (id int PRIMARY KEY)");
    await killed(change, (kill) => {
      void holdSource().then(kill);
      return {};
    });
    await nextShip(change);
    await change.slipway(["preview", "stop"]);
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
    const snapshots = await readdir(join(shop.home.databases, "snapshots", "acme-shop", "-"));
    expect(snapshots.filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("of a check: its command does not go on", async () => {
    const change = await shop.change("killed-check", endlessCheck);
    const before = await lookAround(shop.home);
    await killed(change, (kill) => ({ onLine: whenLogged("check", kill) }));
    await change.commit({ "test.sh": "exit 0\n" });
    await nextShip(change);
    await change.slipway(["preview", "stop"]);
    expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  });

  test("of the proposal: nothing is proposed or said twice", async () => {
    const change = await shop.change("killed-proposal");
    const pulls = () => shop.github.state().issues.filter((one) => one.pull?.head === "killed-proposal");
    const comments = () => shop.github.state().comments.filter(({ issue }) => issue === pulls()[0]?.number);
    for (const [request, done] of [
      ["POST /api/v3/repos/acme/shop/pulls ", pulls],
      ["/comments ", comments],
    ] as const) {
      await killed(change, (kill) => {
        void holdGitHub(request)
          .then(() => expect.poll(() => done().length).toBe(1))
          .then(kill);
        return {};
      });
      expect(done()).toHaveLength(1);
      await shop.githubRelay.mend();
    }
    await nextShip(change);
    expect([pulls().length, comments().length]).toEqual([1, 1]);
    const [pull] = pulls();
    const { deployments, statuses } = shop.github.state();
    expect(deployments.filter(({ sha }) => sha === pull?.pull?.headSha)).toHaveLength(1);
    const contexts = statuses.filter(({ sha }) => sha === pull?.pull?.headSha).map(({ context }) => context);
    expect(contexts.sort()).toEqual(["slipway/migrations", "slipway/preview", "slipway/tests"]);
    await change.slipway(["preview", "stop"]);
  });
});

test("a line that ends within a message keeps no client alive", async () => {
  const server = createServer((socket) => void socket.write('Content-Length: 100\r\n\r\n{"half')).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const wire = pathToFileURL(resolve(import.meta.dirname, "../../agent/protocol/wire.ts")).href;
  const client = `import { connect } from "node:net";
    import { Wire } from ${JSON.stringify(wire)};
    const socket = connect(${(server.address() as AddressInfo).port}, "127.0.0.1");
    const wire = new Wire(socket);
    wire.listen();
    socket.once("data", () => setImmediate(() => wire.close()));`;
  const ended = await execa(process.execPath, ["--input-type=module", "--eval", client], {
    timeout: 20_000,
    reject: false,
  });
  server.close();
  expect(ended).toMatchObject({ timedOut: false, exitCode: 0 });
});
