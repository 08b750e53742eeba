import { Problem } from "../problem.ts";
import { productionSlug } from "../repository/slug.ts";
import type { Owned, Runtime } from "../runtime/runtime.ts";

/** What is removed can lay bare what only that has used: a container its network, a commit its nameless image. */
const rounds = 3;

/**
 * Removes what agents that have died left half-made or running for nobody: a build's server and its image, a check. What
 * was begun on production goes on to its end. To be called before anything else is asked of the runtime.
 * @returns the names of what was removed.
 */
export async function recover(runtime: Runtime): Promise<string[]> {
  const removed: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const left = (await runtime.owned()).filter((one) => one.abandoned && !isProductions(one));
    if (left.length === 0) break;
    for (const one of left) {
      await runtime.remove(one).catch(unlessInUse);
      removed.push(one.name);
    }
  }
  return removed;
}

function isProductions({ kind, owner }: Owned): boolean {
  return kind === "workload" && owner.change === productionSlug;
}

function unlessInUse(error: unknown): void {
  if (!(error instanceof Problem) || error.code !== "in-use") throw error;
}
