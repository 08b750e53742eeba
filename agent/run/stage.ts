import * as z from "zod/mini";
import type { RunKind } from "../protocol/run-event.ts";
import type { Work } from "../work.ts";

/** What a stage is handed: the only doors to the person and to the outside world. */
export interface StageContext extends Work {
  readonly run: string;
  /** Shows a value before the stage ends, such as the preview's URL. It lands in the run's outputs under this name. */
  output(name: string, value: unknown): void;
  /** Says that the run waits for something, such as a client that can hand over a credential. */
  waiting(what: string): void;
  /**
   * The only door to writes in the outside world (push, pull request, comment, deploy). Writes down the intent, looks
   * whether it has already happened (an earlier attempt may have been killed before it could say so), performs it only
   * if not, and writes down the result.
   */
  act<T>(key: string, lookup: () => Promise<T | undefined>, perform: () => Promise<T>): Promise<T>;
}

/**
 * One step of a run. Stateless: all it knows comes in through `needs` and the context, and its output is plain data
 * that can be journalled and read back.
 */
export interface Stage<Output, Needs extends StageNeeds = StageNeeds> {
  readonly name: string;
  /** The stages whose outputs this one takes, by the name under which it receives them. */
  readonly needs: Needs;
  readonly output: z.ZodMiniType<Output>;
  /**
   * Names everything that the output depends on. An output that was made under the same key, and that still holds, is
   * taken instead of executing again. Undefined: always execute.
   */
  key?(inputs: InputsOf<Needs>): string | undefined;
  /** Whether an earlier output is still true of the world (the image exists, the clone runs). Default: it is. */
  holds?(output: Output, inputs: InputsOf<Needs>): Promise<boolean>;
  /** What of the output is shown among the run's outputs, by name: also where it is that of an earlier run. */
  shows?(output: Output): Readonly<Record<string, unknown>>;
  /**
   * Says why there is nothing to do for it this time, where that is so. It is left out then, and so is what needs its
   * output. A run shows such stages only once there is something to do for them.
   */
  unneeded?(inputs: InputsOf<Needs>): string | undefined;
  /** Set by {@link ifNeeded}. */
  readonly mayBeLeftOut?: boolean;
  execute(inputs: InputsOf<Needs>, context: StageContext): Promise<Output>;
}

/** A stage whose types are of no concern: what the graph and the runner see. */
export interface AnyStage {
  readonly name: string;
  readonly needs: StageNeeds;
  readonly output: z.ZodMiniType<unknown>;
  key?(inputs: never): string | undefined;
  holds?(output: never, inputs: never): Promise<boolean>;
  shows?(output: never): Readonly<Record<string, unknown>>;
  unneeded?(inputs: never): string | undefined;
  readonly mayBeLeftOut?: boolean;
  execute(inputs: never, context: StageContext): Promise<unknown>;
}

export type StageNeeds = { readonly [name: string]: AnyStage };
export type OutputOf<S extends AnyStage> = Awaited<ReturnType<S["execute"]>>;
export type InputsOf<Needs extends StageNeeds> = { readonly [Name in keyof Needs]: OutputOf<Needs[Name]> };

/** A graph of stages with what a person wants to know about it before it runs. */
export interface Plan {
  readonly kind: RunKind;
  /** "Ship add-delivery-notes". */
  readonly title: string;
  readonly directory: string;
  readonly change?: string | undefined;
  readonly stages: readonly AnyStage[];
  /** The stage from which on a cancel is refused: production is being changed. */
  readonly pointOfNoReturn?: string | undefined;
}

/** A stage as a need that may be left out: whoever needs it so goes on without its output then. */
export function ifNeeded<Output, Needs extends StageNeeds>(
  stage: Stage<Output, Needs>,
): Stage<Output | undefined, Needs> {
  return { ...stage, output: z.optional(stage.output), mayBeLeftOut: true };
}

/** Keeps a stage's types together while it is written down. */
export function defineStage<Output, Needs extends StageNeeds>(stage: Stage<Output, Needs>): Stage<Output, Needs> {
  return stage;
}
