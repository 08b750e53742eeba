import { Problem } from "../../problem.ts";
import type { Target } from "../../target/target.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import type { GateFacts } from "./gate.ts";
import { gitCredentials } from "./git-credentials.ts";
import { inWords, lastRelease, standingTo } from "./live-standing.ts";

/**
 * Another release may have gone live since the gate looked, and an older commit over it would take it back. Asked
 * while the target is locked. What the base branch itself does not hold any more may be replaced.
 * @throws Problem "overtaken".
 */
export async function refuseOvertaken(
  services: Services,
  { config, base }: GateFacts,
  commit: string,
  target: Target,
  context: StageContext,
): Promise<void> {
  const { repository } = services;
  const live = await lastRelease(target);
  if (!live || live.commit === commit) return;
  if ((await repository.commit(live.commit)) === undefined) {
    const credentials = await gitCredentials(services, config, context);
    await repository.fetchBase({ credentials, signal: context.signal });
  }
  if ((await standingTo(live, commit, repository)) !== "before") return;
  const tip = (await repository.state()).base.sha;
  if (tip === undefined || !(await repository.isAncestor(live.commit, tip))) return;
  throw new Problem({
    what: "A newer release is live already",
    where: inWords(live),
    why: `${commit.slice(0, 8)} is part of it, and would take back what came after`,
    next: `Nothing was changed, and there is nothing left to do. To go back on purpose, revert what came later on ${base.branch}.`,
    code: "overtaken",
  });
}
