import type { Ticket } from "../forge/forge.ts";
import { Problem } from "../problem.ts";
import type { TicketSummary } from "../protocol/ticket-summary.ts";
import type { Services } from "../run/services.ts";
import type { StageContext } from "../run/stage.ts";
import { gitCredentials } from "../run/stages/git-credentials.ts";

/** A branch's name stays readable in tabs and in host names. */
const longestTitle = 40;

/**
 * Begins the change that solves a ticket: a branch of its own from the newest base. A branch that was begun before is
 * gone back to: one ticket has one change.
 */
export async function beginTicket(
  services: Services,
  number: number,
  context: StageContext,
): Promise<{ ticket: TicketSummary; branch: string }> {
  const { repository, local } = services;
  const forge = await services.forge(local, context);
  const ticket = await forge.ticket(number);
  if (ticket.state === "closed") throw closed(ticket);
  const branch = branchFor(ticket);
  if ((await repository.state()).branch !== branch) {
    if (await repository.commit(`refs/heads/${branch}`)) await repository.switchTo(branch);
    else {
      const credentials = await gitCredentials(services, local, context);
      await repository.createBranch(branch, await repository.fetchBase({ credentials }));
    }
  }
  await forge.react(number, "eyes");
  return { ticket: summarizeTicket(ticket), branch };
}

/** `12-show-what-is-in-stock` */
export function branchFor({ number, title }: Pick<Ticket, "number" | "title">): string {
  const words =
    title
      .replaceAll("ß", "ss")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = "";
  for (const word of words) {
    if (slug.length + word.length > longestTitle) break;
    slug += `-${word}`;
  }
  return `${number}${slug}`;
}

/** A ticket as lists show it. */
export function summarizeTicket({ number, title, state, labels, reporter, url }: Ticket): TicketSummary {
  return { number, title, state, labels: [...labels], reporter, url };
}

function closed({ number, url }: Ticket): Problem {
  return new Problem({
    what: `Ticket #${number} is closed`,
    where: url,
    next: "Reopen it, or pick another: `slipway tickets`.",
    code: "ticket-closed",
    usage: true,
  });
}
