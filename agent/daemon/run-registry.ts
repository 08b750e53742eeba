import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Listeners } from "../listeners.ts";
import { Problem } from "../problem.ts";
import { foldRun, type RunState } from "../protocol/fold-run.ts";
import type { RunEvent } from "../protocol/run-event.ts";
import { Journal, readJournal } from "../run/journal.ts";
import { runPlan } from "../run/runner.ts";
import type { Plan } from "../run/stage.ts";
import { StageMemory } from "../run/stage-memory.ts";
import { Redactor } from "../secrets/redactor.ts";
import { PlannedRuns } from "./planned-runs.ts";

const runId = /^[a-z0-9-]+$/;

/** A run that is going on in this process. */
interface ActiveRun {
  readonly journal: Journal;
  readonly abort: AbortController;
  readonly plan: Plan;
  /** Never rejects for what a stage or the disk does. */
  readonly finished: Promise<unknown>;
}

/** What a plan is made with: the redactor that guards this run learns every secret that the plan resolves. */
export interface RunBirth {
  readonly run: string;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** The changes that have a run going on. */
  busyChanges(): readonly string[];
}

/** All runs that this machine knows: those going on, and those in the journals. */
export class RunRegistry {
  readonly changes = new Listeners<string>();
  readonly #folder: string;
  readonly #memory: StageMemory;
  readonly #planned = new PlannedRuns();
  readonly #active = new Map<string, ActiveRun>();
  /** Journals of runs that ended on a full disk: what is told of them stands here alone, until it can be written. */
  readonly #unwritten = new Map<string, Journal>();

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, "runs");
    this.#memory = new StageMemory(join(stateFolder, "outputs"));
  }

  /** The ids of the runs that go on or are being planned. */
  get active(): string[] {
    return [...new Set([...this.#planned.ids, ...this.#active.keys()])];
  }

  /** The changes of the runs that go on. */
  get busyChanges(): string[] {
    return [...this.#active.values()].flatMap(({ plan: { change } }) => change ?? []);
  }

  /**
   * Makes a plan and starts it. What `makePlan` throws is the caller's answer, and nothing was started.
   * Two runs of one change at a time would undo each other's work: the second is refused.
   */
  async start(makePlan: (birth: RunBirth) => Promise<Plan>): Promise<string> {
    const run = newRunId();
    const redactor = new Redactor();
    const abort = new AbortController();
    const birth = { run, redactor, signal: abort.signal, busyChanges: () => this.busyChanges };
    await this.#planned.begin(
      run,
      abort,
      () => makePlan(birth),
      (plan) => this.#begin(run, plan, abort, redactor),
    );
    return run;
  }

  /** Asks a run to stop; it says itself, by events, when it has. @throws Problem when it is too late or no such run goes on. */
  cancel(run: string): void {
    if (this.#planned.cancel(run)) return;
    const active = this.#find(run);
    if (this.#isChangingProduction(active)) {
      throw new Problem({
        what: "The run cannot be cancelled any more",
        where: run,
        why: `${active.plan.pointOfNoReturn} has begun: production is being changed`,
        next: "Let it end, then roll back if you must.",
        code: "too-late",
      });
    }
    active.abort.abort();
  }

  /** Cancels what can be cancelled and waits for all to end: the agent is going down, and nothing begins any more. */
  async cancelAll(): Promise<void> {
    this.#planned.end();
    for (const active of this.#active.values()) if (!this.#isChangingProduction(active)) active.abort.abort();
    await Promise.allSettled([...this.#active.values()].map(({ finished }) => finished));
    this.#writeEnds();
  }

  /** Answers for a run that is over from its journal, as long as the disk does not take it. */
  keepUnwritten(journal: Journal): void {
    if (!journal.isWhole) this.#unwritten.set(journal.run, journal);
  }

  /** The events of a run after `seq`; from now on `listener` hears of new ones, until the returned function is called. */
  subscribe(run: string, after: number, listener: (event: RunEvent) => void): { events: RunEvent[]; stop: () => void } {
    const journal = this.#open(run);
    if (journal) return { events: journal.after(after), stop: journal.listen(listener) };
    return { events: this.#read(run).slice(after), stop: () => {} };
  }

  state(run: string): RunState | undefined {
    return fold(this.#open(run)?.after(0) ?? this.#read(run));
  }

  /** Every run, newest first. */
  list(): RunState[] {
    if (!existsSync(this.#folder)) return [];
    return (
      readdirSync(this.#folder)
        .filter((run) => runId.test(run))
        // A folder without a journal is of an agent that was killed before it could say anything.
        .flatMap((run) => fold(this.#open(run)?.after(0) ?? this.#stored(run)) ?? [])
        .sort((a, b) => b.startedAt - a.startedAt)
    );
  }

  /** Where a run's journal and logs are. */
  folderOf(run: string): string {
    if (!runId.test(run)) throw noSuchRun(run);
    return join(this.#folder, run);
  }

  #begin(run: string, plan: Plan, abort: AbortController, redactor: Redactor): void {
    this.#refuseSecond(plan);
    this.#writeEnds();
    const folder = this.folderOf(run);
    const journal = Journal.open(run, folder, redactor);
    const finished = runPlan(plan, { journal, redactor, memory: this.#memory, folder, signal: abort.signal })
      .catch((error: unknown) => this.#defect(journal, error))
      .finally(() => {
        this.#active.delete(run);
        this.keepUnwritten(journal);
        this.changes.fire(run);
      });
    this.#active.set(run, { journal, abort, plan, finished });
    this.changes.fire(run);
  }

  #isChangingProduction({ plan, journal }: ActiveRun): boolean {
    const stage = this.state(journal.run)?.stages.find(({ name }) => name === plan.pointOfNoReturn);
    return stage !== undefined && stage.status !== "pending";
  }

  /** The journal of a run that goes on, or whose end is not on the disk. */
  #open(run: string): Journal | undefined {
    return this.#active.get(run)?.journal ?? this.#unwritten.get(run);
  }

  #writeEnds(): void {
    for (const [run, journal] of this.#unwritten) {
      journal.flush();
      if (journal.isWhole) this.#unwritten.delete(run);
    }
  }

  #read(run: string): RunEvent[] {
    const events = this.#stored(run);
    if (events.length === 0) throw noSuchRun(run);
    return events;
  }

  #stored(run: string): RunEvent[] {
    return readJournal(join(this.folderOf(run), "journal.jsonl"));
  }

  #find(run: string): ActiveRun {
    const active = this.#active.get(run);
    if (!active) throw noSuchRun(run);
    return active;
  }

  #refuseSecond(plan: Plan): void {
    const other = [...this.#active].find(
      ([, { plan: running }]) =>
        running.directory === plan.directory &&
        running.change === plan.change &&
        // It is in nobody's way but another one's.
        (running.kind === "snapshot") === (plan.kind === "snapshot"),
    );
    if (!other) return;
    throw new Problem({
      what: "A run of this change is going on already",
      where: other[0],
      next: "Wait for it, or end it with `slipway cancel`.",
      code: "run-in-progress",
    });
  }

  #defect(journal: Journal, error: unknown): void {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const problem = new Problem({ what: "The run ended by a defect of Slipway", why, code: "defect" });
    journal.tell({ type: "failed", seconds: 0, problem: problem.toJSON() });
  }
}

function fold(events: readonly RunEvent[]): RunState | undefined {
  return events.reduce<RunState | undefined>(foldRun, undefined);
}

function noSuchRun(run: string): Problem {
  return new Problem({
    what: "There is no such run",
    where: run,
    next: "`slipway status` lists them.",
    code: "no-such-run",
    usage: true,
  });
}

/** Sorts by time, and is short enough to type. */
function newRunId(): string {
  return `${new Date().toISOString().slice(2, 16).replace(/[-:T]/g, "")}-${randomBytes(2).toString("hex")}`;
}
