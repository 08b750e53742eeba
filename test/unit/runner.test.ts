import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { Problem } from "../../agent/problem.ts";
import { foldRun, type RunState } from "../../agent/protocol/fold-run.ts";
import { Journal } from "../../agent/run/journal.ts";
import { Outdated } from "../../agent/run/outdated.ts";
import { runPlan } from "../../agent/run/runner.ts";
import { defineStage, ifNeeded, type Plan, type StageContext } from "../../agent/run/stage.ts";
import { StageMemory } from "../../agent/run/stage-memory.ts";
import { Redactor } from "../../agent/secrets/redactor.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { shipPlan, simpleStage } from "../support/simple-stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let runs = 0;

function setting(home = temporaryFolder()) {
  const abort = new AbortController();
  const redactor = new Redactor();
  const folder = join(home, `run-${runs++}`);
  const journal = Journal.open("2501010000-aaaa", folder, redactor);
  const memory = new StageMemory(join(home, "outputs"));
  const start = (plan: Plan) => runPlan(plan, { journal, redactor, memory, folder, signal: abort.signal });
  const state = () => journal.after(0).reduce<RunState | undefined>(foldRun, undefined);
  const statuses = () => Object.fromEntries(state()?.stages.map(({ name, status }) => [name, status]) ?? []);
  return { home, abort, redactor, journal, start, state, statuses };
}

/** Waits as a stage would that does something slow which can be cancelled. */
function untilAborted({ signal }: StageContext): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

describe("a run", () => {
  test("hands every stage the outputs of what it needs", async () => {
    const { start, state } = setting();
    const clone = simpleStage("clone", [], async () => "clone-1");
    const build = simpleStage("build", [], async () => "image-1");
    const migrate = simpleStage("migrate", [clone, build], async (_, inputs) => `${inputs.clone}+${inputs.build}`);
    expect(await start(shipPlan([clone, build, migrate]))).toBe("succeeded");
    expect(state()).toMatchObject({ status: "succeeded", stages: [{}, {}, { output: "clone-1+image-1" }] });
  });

  test("starts a stage as soon as its own needs are there", async () => {
    const { start, journal } = setting();
    const gate = Promise.withResolvers<string>();
    const clone = simpleStage("clone", [], () => gate.promise);
    const build = simpleStage("build");
    const lint = simpleStage("lint", [build], async () => {
      gate.resolve("clone-1");
      return "clean";
    });
    expect(await start(shipPlan([clone, build, lint]))).toBe("succeeded");
    const order = journal.after(0).flatMap((event) => (event.stage ? `${event.type} ${event.stage}` : []));
    expect(order).toContain("started lint");
    expect(order.indexOf("started lint")).toBeLessThan(order.indexOf("succeeded clone"));
  });

  test("a failure stops what depends on it, and only that", async () => {
    const { start, state, statuses } = setting();
    const clone = simpleStage("clone");
    const build = simpleStage("build", [], async () => {
      throw new Problem({ what: "The build failed", where: "Dockerfile:3", next: "Mend it." });
    });
    const migrate = simpleStage("migrate", [clone, build]);
    const check = simpleStage("check", [migrate]);
    const inspect = simpleStage("inspect", [clone]);
    expect(await start(shipPlan([clone, build, migrate, check, inspect]))).toBe("failed");
    expect(statuses()).toEqual({
      clone: "succeeded",
      build: "failed",
      migrate: "skipped",
      check: "skipped",
      inspect: "succeeded",
    });
    expect(state()?.problem).toMatchObject({ what: "The build failed", where: "Dockerfile:3", next: "Mend it." });
    expect(state()?.stages.at(3)?.message).toBe("build did not succeed");
  });

  test("an output of another shape than the stage declares is a failure, not a success", async () => {
    const { start, statuses } = setting();
    const build = simpleStage("build", [], async () => 5 as unknown as string);
    expect(await start(shipPlan([build]))).toBe("failed");
    expect(statuses()).toEqual({ build: "failed" });
  });

  test.each([
    ["the signal's reason", (reason: unknown) => reason],
    ["a wrapped abort", (reason: unknown) => new Problem({ what: "git fetch failed", cause: reason })],
    ["a killed child", () => Object.assign(new Error("Command was canceled"), { isCanceled: true })],
  ])("cancelled, it lets the stage clean up and ends as cancelled (%s)", async (_, thrown) => {
    const { start, abort, statuses, state } = setting();
    let cleaned = false;
    const clone = simpleStage("clone", [], async (context) => {
      setImmediate(() => abort.abort());
      try {
        return await untilAborted(context);
      } catch (error) {
        await turn();
        cleaned = true;
        throw thrown(error);
      }
    });
    expect(await start(shipPlan([clone, simpleStage("migrate", [clone])]))).toBe("cancelled");
    expect(cleaned).toBe(true);
    expect(statuses()).toEqual({ clone: "cancelled", migrate: "skipped" });
    expect(state()?.status).toBe("cancelled");
  });

  test("progress, outputs and log lines are told, without the secrets in them", async () => {
    const { start, redactor, journal, state } = setting();
    redactor.add(new Secret("hunter2"));
    const build = simpleStage("build", [], async (context) => {
      context.progress("using hunter2", 0.5);
      context.output("preview.url", "http://u:hunter2@127.0.0.1");
      context.log("the password is hun");
      context.log("ter2\n");
      throw new Error("hunter2 was refused");
    });
    expect(await start(shipPlan([build]))).toBe("failed");
    expect(JSON.stringify(journal.after(0))).not.toContain("hunter2");
    expect(state()?.stages[0]).toMatchObject({
      message: "using ***",
      fraction: 0.5,
      problem: { why: "*** was refused" },
    });
    expect(state()?.stages[0]?.logBytes).toBe("the password is ***\n".length);
  });
});

describe("reuse", () => {
  function counted(key: string | undefined, holds = true) {
    let executed = 0;
    const stage = defineStage({
      name: "build",
      needs: {},
      output: z.string(),
      key: () => key,
      holds: async () => holds,
      execute: async () => `image-${++executed}`,
    });
    return { stage, executed: () => executed };
  }

  test("an output under the same key is taken from an earlier run, and it says so", async () => {
    const first = setting();
    const { stage, executed } = counted("tree-1");
    await first.start(shipPlan([stage]));
    const second = setting(first.home);
    await second.start(shipPlan([stage]));
    expect(executed()).toBe(1);
    expect(second.state()?.stages[0]).toMatchObject({ status: "succeeded", reused: true, output: "image-1" });
  });

  test("what a stage shows of its output is shown when the output is an earlier run's too", async () => {
    const { home, start, state } = setting();
    const stage = defineStage({
      name: "preview",
      needs: {},
      output: z.object({ url: z.string() }),
      key: () => "commit-1",
      shows: ({ url }) => ({ "preview.url": url }),
      execute: async () => ({ url: "http://here" }),
    });
    await start(shipPlan([stage]));
    const second = setting(home);
    await second.start(shipPlan([stage]));
    expect(state()?.outputs).toEqual({ "preview.url": "http://here" });
    expect(second.state()?.outputs).toEqual({ "preview.url": "http://here" });
  });

  test.each([
    ["the world has moved on", () => counted("tree-1", false)],
    ["the stage has no key", () => counted(undefined)],
  ])("nothing is reused where %s", async (_, make) => {
    const { stage, executed } = make();
    const first = setting();
    await first.start(shipPlan([stage]));
    await setting(first.home).start(shipPlan([stage]));
    expect(executed()).toBe(2);
  });

  test("what failed is not remembered", async () => {
    const first = setting();
    let fail = true;
    const stage = {
      ...counted("tree-1").stage,
      execute: async () => (fail ? Promise.reject(new Error("no")) : "image"),
    };
    expect(await first.start(shipPlan([stage]))).toBe("failed");
    fail = false;
    expect(await setting(first.home).start(shipPlan([stage]))).toBe("succeeded");
  });
});

describe("a stage that may have nothing to do", () => {
  /** gate -> update -> check -> merge, of which the middle is left out unless the gate says "behind". */
  function plan(
    answers: readonly string[],
    merging: (context: StageContext) => Promise<string> = async () => "merged",
  ) {
    const seen: unknown[] = [];
    let looked = 0;
    const gate = simpleStage("gate", [], async () => answers[looked++] ?? "fine");
    const update = {
      ...simpleStage("update", [gate]),
      unneeded: (inputs: Record<string, unknown>) => (inputs.gate === "behind" ? undefined : "it is up to date"),
    };
    const check = simpleStage("check", [update], async (_, { update: input }) => `checked ${input}`);
    const merge = simpleStage("merge", [gate, ifNeeded(check)], async (context, { check: input }) => {
      seen.push(input);
      return merging(context);
    });
    return { stages: shipPlan([gate, update, check, merge]), seen };
  }

  test("is left out with all that needs it, and is never heard of", async () => {
    const { start, statuses, journal } = setting();
    const { stages, seen } = plan(["fine"]);
    expect(await start(stages)).toBe("succeeded");
    expect(statuses()).toEqual({ gate: "succeeded", merge: "succeeded" });
    expect(journal.after(0).flatMap(({ stage }) => stage ?? [])).not.toContain("update");
    expect(seen).toEqual([undefined]);
  });

  test("appears where there is something to do", async () => {
    const { start, statuses, state } = setting();
    const { stages, seen } = plan(["behind"]);
    expect(await start(stages)).toBe("succeeded");
    expect(Object.keys(statuses())).toEqual(["gate", "update", "check", "merge"]);
    expect(state()?.stages.at(-1)).toMatchObject({ status: "succeeded", needs: ["gate", "check"] });
    expect(seen).toEqual(["checked update"]);
  });

  test("does not bring another with it that has nothing to do", async () => {
    const { start, statuses } = setting();
    const update = { ...simpleStage("update"), unneeded: () => undefined };
    const prove = { ...simpleStage("prove", [update]), unneeded: () => "nothing is asserted" };
    const check = simpleStage("check", [update, ifNeeded(prove)]);
    expect(await start(shipPlan([update, prove, check]))).toBe("succeeded");
    expect(statuses()).toEqual({ update: "succeeded", check: "succeeded" });
  });

  test("appears alone where another has nothing to do", async () => {
    const { start, statuses } = setting();
    const gate = simpleStage("gate");
    const later = (name: string, reason?: string) => ({ ...simpleStage(name, [gate]), unneeded: () => reason });
    const [share, mail] = [later("share"), later("mail", "nobody is to be told")];
    const end = simpleStage("end", [ifNeeded(share), ifNeeded(mail)]);
    expect(await start(shipPlan([gate, share, mail, end]))).toBe("succeeded");
    expect(Object.keys(statuses())).toEqual(["gate", "share", "end"]);
  });

  test("is done again with all that follows when it is found outdated, and may have nothing to do then", async () => {
    const { start, statuses, state } = setting();
    let tries = 0;
    const { stages, seen } = plan(["behind", "fine"], async () => {
      if (tries++ === 0) throw new Outdated("gate", new Problem({ what: "main has moved" }));
      return "merged";
    });
    expect(await start(stages)).toBe("succeeded");
    expect(seen).toEqual(["checked update", undefined]);
    expect(statuses()).toEqual({ gate: "succeeded", update: "skipped", check: "skipped", merge: "succeeded" });
    expect(state()?.stages.at(1)?.message).toBe("it is up to date");
  });

  test("is given up after some rounds, with what was found last", async () => {
    const { start, state } = setting();
    const moved = () => Promise.reject(new Outdated("gate", new Problem({ what: "main has moved", code: "moved" })));
    const { stages, seen } = plan([], moved);
    expect(await start(stages)).toBe("failed");
    expect(seen).toHaveLength(4);
    expect(state()?.stages.at(-1)).toMatchObject({ name: "merge", status: "failed", problem: { code: "moved" } });
  });

  test("begins no further round once the run is cancelled", async () => {
    const { start, abort, statuses } = setting();
    const { stages, seen } = plan([], async () => {
      abort.abort();
      throw new Outdated("gate", new Problem({ what: "main has moved" }));
    });
    expect(await start(stages)).toBe("cancelled");
    expect(seen).toHaveLength(1);
    expect(statuses()).toEqual({ gate: "succeeded", merge: "cancelled" });
  });
});

describe("act", () => {
  test("looks before it performs, and writes down the intent and the result", async () => {
    const { start, journal } = setting();
    const pulls: string[] = [];
    const propose = (name: string) =>
      simpleStage(name, [], (context) =>
        context.act(
          "pull-request",
          async () => pulls[0],
          async () => {
            expect(journal.after(0).at(-1)).toMatchObject({ name: "act:pull-request", value: { state: "intended" } });
            pulls.push(`pull ${pulls.length + 1}`);
            return `pull ${pulls.length}`;
          },
        ),
      );
    const first = propose("propose");
    const again = { ...propose("again"), needs: { propose: first } };
    await start(shipPlan([first, again]));
    expect(pulls).toEqual(["pull 1"]);
    const notes = journal.after(0).flatMap((event) => (event.type === "output" ? [event.value] : []));
    expect(notes).toEqual([
      { state: "intended" },
      { state: "done", result: "pull 1" },
      { state: "found", result: "pull 1" },
    ]);
  });

  test("performs nothing once the run is cancelled", async () => {
    const { start, abort } = setting();
    let performed = false;
    const propose = simpleStage("propose", [], async (context) => {
      abort.abort();
      return context.act(
        "push",
        async () => undefined,
        async () => {
          performed = true;
          return "pushed";
        },
      );
    });
    expect(await start(shipPlan([propose]))).toBe("cancelled");
    expect(performed).toBe(false);
  });
});
