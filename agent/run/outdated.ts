import type { Problem } from "../problem.ts";

/**
 * Thrown by a stage that finds that what an earlier one said is true no longer: that one, and all that came of it, is
 * done again. After a few rounds the problem stands as it is.
 */
export class Outdated extends Error {
  /** The name of the stage to begin again with. */
  readonly stage: string;
  readonly problem: Problem;

  constructor(stage: string, problem: Problem) {
    super(problem.message);
    this.stage = stage;
    this.problem = problem;
  }
}
