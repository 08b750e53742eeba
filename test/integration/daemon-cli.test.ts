import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Places } from "../../agent/places.ts";
import { Problem } from "../../agent/problem.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { readJournal } from "../../agent/run/journal.ts";
import { slipway } from "../support/command-line.ts";
import { clientOf, hostDaemon, temporaryPlaces } from "../support/daemon.ts";
import { fakeComposition } from "../support/fake-composition.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { untilAborted } from "../support/until-aborted.ts";

/** The folder of the plans' repository, which must exist. */
const directory = "/tmp";
const terminal = { isTTY: true, columns: 70, rows: 30 };

const preview = simpleStage("preview", [], async (context) => {
  context.output("preview.url", "http://fix.shop.localhost:4100");
  for (let line = 1; line <= 40; line++) context.log(`line ${line}\n`);
  return "up";
});
const failing = simpleStage("check", [preview], async (context) => {
  for (let line = 1; line <= 40; line++) context.log(`test ${line}\n`);
  throw new Problem({ what: "The check tests failed", why: "exit code 1", next: "Mend it." });
});
const endless = simpleStage("clone", [], (context) => {
  context.progress("copying");
  return untilAborted(context);
});

/** An agent whose ship runs have these stages. */
async function agentThatShips(...stages: Parameters<typeof shipPlan>[0]): Promise<Places> {
  const places = temporaryPlaces();
  await hostDaemon(places, fakeComposition({ ship: () => shipPlan(stages, { directory }) }));
  return places;
}

const statusOf = async (places: Places) => (await clientOf(places).request(requests.runList, {})).runs[0]?.status;

describe("slipway ship", () => {
  test("--json prints the journal's events and ends with the run; the logs are on stderr", async () => {
    const places = await agentThatShips(preview);
    const { stdout, stderr, ended } = slipway(places, ["ship", "--json"]);
    expect(await ended).toBe(0);
    const last = stdout.objects.at(-1);
    expect(last).toMatchObject({ kind: "run", status: "succeeded", previewUrl: "http://fix.shop.localhost:4100" });
    expect(last).toMatchObject({ stages: [{ name: "preview", status: "succeeded", seconds: expect.any(Number) }] });
    expect(stdout.objects.slice(0, -1)).toEqual(readJournal(`${places.state}/runs/${last?.id}/journal.jsonl`));
    expect(stderr.text.split("\n").slice(0, 2)).toEqual(["[preview] line 1", "[preview] line 2"]);
    expect(stderr.text).toContain("[preview] line 40\n");
  });

  test("a failed stage is shown with its problem and the last 15 lines of its log", async () => {
    const places = await agentThatShips(preview, failing);
    const { stdout, stderr, ended } = slipway(places, ["ship"]);
    expect(await ended).toBe(1);
    expect(stderr.text).toContain("check │ test 40\n");
    expect(stderr.text.match(/│ test/g)).toHaveLength(15);
    expect(stderr.text).toContain("✖ The check tests failed\n  why    exit code 1\n  next   Mend it.\n");
    expect(stdout.text).toMatch(/Failed in .*\nPreview {7}http:\/\/fix.shop.localhost:4100\n$/);
  });

  test("on a terminal the stages are drawn in place", async () => {
    const places = await agentThatShips(preview);
    const { stdout, ended } = slipway(places, ["ship"], { terminal });
    expect(await ended).toBe(0);
    expect(stdout.text).toContain("Ship fix-delivery");
    expect(stdout.text).toMatch(/✔.* preview .*\n.*Done in/s);
  });

  test("what the agent refuses is an error on stderr, or an object", async () => {
    const places = temporaryPlaces();
    const composition = fakeComposition(
      {},
      {
        planShip: async () => {
          throw new Problem({
            what: "slipway.json is wrong",
            where: "slipway.json:3",
            usage: true,
            code: "config-invalid",
          });
        },
      },
    );
    await hostDaemon(places, composition);
    const text = slipway(places, ["ship"]);
    expect(await text.ended).toBe(2);
    expect(text.stderr.text).toBe("✖ slipway.json is wrong\n  where  slipway.json:3\n");
    const json = slipway(places, ["--json", "ship"]);
    expect(await json.ended).toBe(2);
    expect(json.stdout.objects).toEqual([
      { kind: "error", what: "slipway.json is wrong", where: "slipway.json:3", usage: true, code: "config-invalid" },
    ]);
  });

  test.each([[["ship", "--ticket", "x"]], [["ship", "--nonsense"]], [["nonsense"]], [[]]])(
    "wrong usage ends with 2 and starts nothing: %s",
    async (args) => {
      const { ended, stderr } = slipway(temporaryPlaces(), args);
      expect(await ended).toBe(2);
      expect(stderr.text).not.toBe("");
    },
  );
});

describe("Ctrl-C", () => {
  test("cancels the run and waits for its clean-up", async () => {
    let cleaned = false;
    const careful = simpleStage("clone", [], async (context) => {
      context.progress("copying");
      await untilAborted(context).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      cleaned = true;
      throw context.signal.reason;
    });
    const places = await agentThatShips(careful);
    const { signals, stdout, ended } = slipway(places, ["ship", "--json"]);
    await expect.poll(() => stdout.text).toContain("copying");
    signals.emit("SIGINT");
    expect(await ended).toBe(130);
    expect(cleaned).toBe(true);
    expect(stdout.objects.at(-1)).toMatchObject({ kind: "run", status: "cancelled" });
  });

  test("twice lets go of a run that does not end, and it goes on ending in the agent", async () => {
    const stubborn = simpleStage("clone", [], (context) => {
      context.progress("copying");
      return released.promise;
    });
    const released = Promise.withResolvers<string>();
    const places = await agentThatShips(stubborn);
    const { signals, stdout, stderr, ended } = slipway(places, ["ship"]);
    await expect.poll(() => stdout.text).toContain("● clone");
    signals.emit("SIGINT");
    await expect.poll(() => stderr.text).toContain("Cancelling");
    signals.emit("SIGINT");
    expect(await ended).toBe(130);
    expect(stdout.text).toContain("Goes on:");
    expect(await statusOf(places)).toBe("running");
    released.resolve("late");
    await expect.poll(() => statusOf(places)).toBe("cancelled");
  });

  test("a closed terminal only lets go", async () => {
    const places = await agentThatShips(endless);
    const { signals, stdout, ended } = slipway(places, ["ship"]);
    await expect.poll(() => stdout.text).toContain("● clone");
    signals.emit("SIGHUP");
    expect(await ended).toBe(130);
    expect(await statusOf(places)).toBe("running");
  });
});

describe("runs from the command line", () => {
  test("status, logs and cancel find the newest run here", async () => {
    const places = await agentThatShips(preview, endless);
    const shipping = slipway(places, ["ship"], { directory });
    await expect.poll(() => shipping.stdout.text).toContain("✔ preview");

    const list = slipway(places, ["status"], { directory });
    expect(await list.ended).toBe(0);
    expect(list.stdout.text).toMatch(/^run .*\n\d{10}-[0-9a-f]{4} +running +Ship fix-delivery/);
    const logs = slipway(places, ["logs", "preview"], { directory });
    expect(await logs.ended).toBe(0);
    expect(logs.stdout.text.split("\n").slice(38)).toEqual(["line 39", "line 40", ""]);
    const elsewhere = slipway(places, ["logs"], { directory: "/usr" });
    expect(await elsewhere.ended).toBe(2);

    const following = slipway(places, ["logs", "--follow", "--json"], { directory });
    await expect.poll(() => following.stdout.text).toContain("line 40");
    const cancel = slipway(places, ["cancel", "--json"], { directory });
    expect(await cancel.ended).toBe(0);
    expect(cancel.stdout.objects.at(-1)).toMatchObject({ kind: "run", status: "cancelled" });
    expect(await following.ended).toBe(0);
    expect(following.stdout.objects[0]).toMatchObject({ kind: "log", stage: "preview", text: "line 1" });
    expect(await shipping.ended).toBe(130);

    const run = String(cancel.stdout.objects.at(-1)?.id);
    const one = slipway(places, ["status", run], { directory });
    expect(await one.ended).toBe(0);
    expect(one.stdout.text).toContain("■ clone");
  });

  test("tickets, start, releases, previews and clean say what the agent answers", async () => {
    const places = temporaryPlaces();
    const whose = { reporter: "maya", assignees: ["ada"], mine: true, starter: false };
    const ticket = { number: 7, title: "Show it", state: "open" as const, labels: ["bug"], url: "u", ...whose };
    const stopped: string[] = [];
    const composition = fakeComposition(
      { ship: () => shipPlan([preview], { directory }) },
      {
        tickets: async () => [ticket, { ...ticket, number: 8, labels: [] }],
        startTicket: async (_, number) => ({ ticket: { ...ticket, number }, branch: `${number}-show-it` }),
        releases: async () => [
          {
            number: 1,
            neverLive: false,
            commit: "0123456789",
            title: "First",
            at: 0,
            live: true,
            url: "u",
            ahead: [],
            restorable: false,
          },
        ],
        environments: async () => ({
          changes: [{ change: "fix-delivery", shared: { url: "https://calm-owl.example.com" } }],
        }),
        unsharePreview: async (_, change = "here") => ({ change, ended: true }),
        clean: async (_, { all }) => ({ removed: all ? ["image"] : [], kept: ["gateway"], notes: ["Said so."] }),
        stopPreview: async (_, change) => {
          stopped.push(change);
        },
        previewLog: async (_, change, after = "0") => {
          if (after === "3") throw new Problem({ what: "No preview of that change runs", code: "no-preview" });
          const text = [`${change} lis`, "tens\nand an", "swers"][Number(after)] ?? "";
          return { text, next: String(Number(after) + 1) };
        },
      },
    );
    await hostDaemon(places, composition);
    const says = async (...args: string[]) => {
      const command = slipway(places, args, { directory });
      expect(await command.ended).toBe(0);
      return command.stdout;
    };
    expect((await says("tickets", "--label", "bug")).text).toBe(
      "ticket  title    labels  who\n#7      Show it  bug     you\n",
    );
    expect((await says("tickets", "--json")).objects).toHaveLength(2);
    expect((await says("start", "#7")).text).toContain("You are on 7-show-it.");
    expect((await says("releases")).text).toMatch(/live +1 +First +01234567/);
    expect((await says("clean", "--all", "--json")).objects).toEqual([
      { kind: "clean", removed: ["image"], kept: ["gateway"], notes: ["Said so."] },
    ]);
    await says("ship");
    const sharedUrl = "https://calm-owl.example.com";
    expect((await says("preview", "list", "--json")).objects).toEqual([
      { kind: "preview", change: "fix-delivery", url: "http://fix.shop.localhost:4100", up: false, sharedUrl },
    ]);
    expect((await says("preview", "logs", "--json")).objects).toEqual([
      { kind: "log", change: "fix-delivery", text: "fix-delivery lis" },
    ]);
    const following = slipway(places, ["preview", "logs", "other", "--follow"], { directory });
    await expect.poll(() => following.stdout.text).toBe("other listens\n");
    following.signals.emit("SIGINT");
    expect(await following.ended).toBe(0);
    const toItsEnd = slipway(places, ["preview", "logs", "other", "--follow"], { directory });
    expect(await toItsEnd.ended).toBe(0);
    expect(toItsEnd.stdout.text).toBe("other listens\nand answers\n");
    expect((await says("preview", "list")).text).toContain(sharedUrl);
    expect((await says("preview", "unshare", "fix")).text).toBe("The preview of fix is on this machine only again.\n");
    await says("preview", "stop");
    expect(stopped).toEqual(["fix-delivery"]);
  });
});

describe("the agent from the command line", () => {
  test("agent status and stop start none", async () => {
    const places = temporaryPlaces();
    const none = slipway(places, ["agent", "status", "--json"]);
    expect(await none.ended).toBe(0);
    expect(none.stdout.objects).toEqual([{ kind: "agent", running: false }]);
    const daemon = await hostDaemon(places, fakeComposition({}));
    const some = slipway(places, ["agent", "status", "--json"]);
    expect(await some.ended).toBe(0);
    expect(some.stdout.objects).toMatchObject([{ kind: "agent", running: true, clients: 0, runs: [] }]);
    const stop = slipway(places, ["agent", "stop"]);
    expect(await stop.ended).toBe(0);
    await daemon.ended;
  });

  test("agent stop waits for one that is ending already, and agent status says that it is", async () => {
    const places = temporaryPlaces();
    const closing = Promise.withResolvers<void>();
    const daemon = await hostDaemon(places, fakeComposition({}, { close: () => closing.promise }));
    onTestFinished(() => closing.resolve());
    await slipway(places, ["agent", "stop"]).ended;
    const status = slipway(places, ["agent", "status", "--json"]);
    expect(await status.ended).toBe(1);
    expect(status.stdout.objects).toMatchObject([{ kind: "error", code: "agent-stopping" }]);
    const again = slipway(places, ["agent", "stop", "--json"]);
    const first = await Promise.race([again.ended, daemon.ended, wait(300, "waits")]);
    expect(first).toBe("waits");
    closing.resolve();
    expect(await again.ended).toBe(0);
    expect(again.stdout.objects).toEqual([{ kind: "agent", running: false }]);
  });

  test("--foreground hosts it in the process and leaves no socket behind", async () => {
    const places = temporaryPlaces();
    const composition = fakeComposition({ ship: () => shipPlan([preview], { directory }) });
    const { ended } = slipway(places, ["--foreground", "ship"], { hostAgent: () => hostDaemon(places, composition) });
    expect(await ended).toBe(0);
    expect(existsSync(places.socket)).toBe(false);
  });
});
