import * as z from "zod/mini";
import type { Forge } from "../../forge/forge.ts";
import { closedTickets, liveComment, liveMarker } from "../../forge/live.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import type { deployStage } from "./deploy.ts";
import type { gateStage } from "./gate.ts";
import { markDeployed } from "./mark-deployed.ts";
import type { verifyStage } from "./verify.ts";

const announceFacts = z.object({ tickets: z.array(z.int()) });

/** Tells GitHub and the reporter that it is live. */
export function announceStage(
  services: Services,
  needs: {
    gate: ReturnType<typeof gateStage>;
    deploy: ReturnType<typeof deployStage>;
    verify: ReturnType<typeof verifyStage>;
  },
) {
  return defineStage({
    name: "announce",
    needs,
    output: announceFacts,
    execute: async ({ gate, deploy, verify }, context) => {
      if (!gate.pullRequest) return { tickets: [] };
      const forge = await services.forge(gate.config, context);
      const { number } = gate.pullRequest;
      await markDeployed(forge, { sha: deploy.commit, url: verify.url }, context);
      const tickets = closedTickets((await forge.pullRequest(number)).body);
      for (const ticket of tickets) await tell(forge, ticket, { url: verify.url, pullRequest: number }, context);
      return { tickets };
    },
  });
}

async function tell(
  forge: Forge,
  ticket: number,
  live: { url: string; pullRequest: number },
  context: StageContext,
): Promise<void> {
  const { reporter, state } = await forge.ticket(ticket);
  const marker = liveMarker(live.pullRequest);
  await context.act(
    `live ${ticket} ${live.pullRequest}`,
    async () => (await forge.commentsMarked(ticket, marker))[0],
    () => forge.createComment(ticket, `${marker}\n${liveComment(reporter, live)}`),
  );
  await forge.react(ticket, "rocket");
  if (state === "open") await forge.closeTicket(ticket);
}
