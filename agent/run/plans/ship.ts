import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { preflightStage, type ShipOptions } from "../stages/preflight.ts";
import { checkedProposal } from "./checked-proposal.ts";

/** preflight -> (clone ∥ build) -> migrate -> (prove ∥ check ∥ preview -> share) -> propose */
export function shipPlan(services: Services, change: string | undefined, options: ShipOptions): Plan {
  const preflight = preflightStage(services, options);
  return {
    kind: "ship",
    title: change ? `Ship ${change}` : "Ship",
    directory: services.repository.root,
    change,
    stages: [preflight, ...checkedProposal(services, preflight, { share: true }).stages],
  };
}
