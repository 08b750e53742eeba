import { asProblem, isAbort, Problem } from "../../problem.ts";
import type { RunState, StageState } from "../../protocol/fold-run.ts";
import { criticalPath } from "../../run/critical-path.ts";
import { performRun, type RunWish } from "../follow/perform-run.ts";
import { reportRun } from "../follow/report-run.ts";
import type { Session } from "../session/session.ts";
import { stepView } from "./step-view.ts";

/** One step of the demonstration, or one stage of its runs. */
export interface ToldStage {
  /** `found`, or `ship/clone` for the stage of a run. */
  readonly name: string;
  readonly status: StageState["status"];
  readonly seconds: number;
  /** Whether it decided how long the whole took. */
  readonly critical: boolean;
}

/** Does the demonstration's steps and runs one after another, shows them and keeps their times. */
export class Narrator {
  readonly told: ToldStage[] = [];
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @param work is handed the way to say what it is doing. @throws what the work throws. */
  async step<T>(name: string, work: (say: (message: string) => void) => Promise<T>): Promise<T> {
    this.#session.interrupts.cancel.throwIfAborted();
    const view = stepView(this.#session.out, name);
    try {
      const result = await work((message) => view.say(message));
      this.#tell(view.end("succeeded"));
      return result;
    } catch (error) {
      const problem = asProblem(error, `The step ${name} failed`).toJSON();
      this.#tell(isAbort(error) ? view.end("cancelled") : view.end("failed", problem));
      throw error;
    }
  }

  /**
   * @param session the one in whose folder the run is.
   * @throws Problem where the run failed (its own has been shown then); AbortError where it was cancelled.
   */
  async run(session: Session, name: string, wish: RunWish): Promise<RunState> {
    session.interrupts.cancel.throwIfAborted();
    session.out.lines([""]);
    const run = await performRun(session, wish);
    const path = criticalPath(run?.stages ?? []).stages;
    for (const { name: stage, status, seconds = 0 } of run?.stages ?? []) {
      this.told.push({ name: `${name}/${stage}`, status, seconds, critical: path.includes(stage) });
    }
    if (run?.status === "succeeded") return run;
    await reportRun(session, run);
    if (run?.status !== "failed") throw new DOMException("The run was cancelled", "AbortError");
    throw new Problem({
      what: `The ${name} run failed`,
      where: `stage ${run.stages.find((stage) => stage.status === "failed")?.name}`,
      why: run.problem?.what,
      code: "demo-run-failed",
    });
  }

  #tell({ name, status, seconds = 0 }: StageState): void {
    this.told.push({ name, status, seconds, critical: true });
    this.#session.out.object({ kind: "step", name, status, seconds });
  }
}
