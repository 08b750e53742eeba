import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { announceStage } from "../stages/announce.ts";
import { confirmStage } from "../stages/confirm.ts";
import { deployStage } from "../stages/deploy.ts";
import { gateStage, type ReleaseOptions } from "../stages/gate.ts";
import { mergeStage } from "../stages/merge.ts";
import { updateStage } from "../stages/update.ts";
import { verifyStage } from "../stages/verify.ts";
import { checkedProposal } from "./checked-proposal.ts";

/**
 * gate -> merge -> deploy -> verify -> announce. Where the branch is behind its base, what a ship run does comes before
 * the merge: gate -> update -> (clone ∥ build) -> migrate -> (prove ∥ check ∥ preview) -> propose -> confirm -> merge.
 */
export function releasePlan(services: Services, change: string | undefined, options: ReleaseOptions): Plan {
  const gate = gateStage(services, options);
  const update = updateStage(services, gate);
  const { stages: checking, propose } = checkedProposal(services, update, { fastOnly: true });
  const confirm = confirmStage(services, { gate, update, propose });
  const merge = mergeStage(services, { gate, confirm });
  const deploy = deployStage(services, { gate, merge });
  const verify = verifyStage(services, deploy);
  const announce = announceStage(services, { gate, deploy, verify });
  const what = options.base
    ? "the base branch"
    : options.pullRequest
      ? `#${options.pullRequest}`
      : (change ?? "the change");
  return {
    kind: "release",
    title: `Release ${what}`,
    directory: services.repository.root,
    change,
    stages: [gate, update, ...checking, confirm, merge, deploy, verify, announce],
    // What is merged goes live: between the two a cancel would leave the base branch ahead of production.
    pointOfNoReturn: "merge",
  };
}
