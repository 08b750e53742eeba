import type { Forge, PullRequest, Ticket } from "../forge/forge.ts";
import { Problem } from "../problem.ts";
import type { TicketSummary } from "../protocol/ticket-summary.ts";
import type { Services } from "../run/services.ts";
import type { StageContext } from "../run/stage.ts";
import { gitCredentials } from "../run/stages/git-credentials.ts";
import { branchFor } from "./branch-for.ts";
import { readStanding, summarizeTicket } from "./list-tickets.ts";
import { solutionOf } from "./solution-of.ts";

/**
 * Begins the change that solves a ticket: a branch of its own from the newest base, and the ticket is assigned. One
 * ticket has one change: one that was begun before is gone back to, also where it is only on the remote, and whoever
 * would begin a second one is pointed at the first. A cancel is heard until the branch is checked out.
 * @throws Problem "ticket-closed", "ticket-taken".
 */
export async function beginTicket(
  services: Services,
  number: number,
  context: StageContext,
): Promise<{ ticket: TicketSummary; branch: string }> {
  const { local } = services;
  const forge = await services.forge(local, context);
  const [ticket, standing] = await Promise.all([forge.ticket(number), readStanding(forge, local.forge.starterLabel)]);
  if (ticket.state === "closed") throw closed(ticket);
  const solution = solutionOf(number, standing.pullRequests);
  requireFree(ticket, solution, standing.account);
  const branch = solution?.head.branch ?? branchFor(ticket);
  context.signal.throwIfAborted();
  await goTo(services, branch, solution, context);
  const assignees = await assign(forge, ticket, standing.account, context);
  await forge.react(number, "eyes");
  return { ticket: summarizeTicket({ ...ticket, assignees }, standing), branch };
}

/** Where nobody can tell who asks, nobody is kept away. */
function requireFree(ticket: Ticket, solution: PullRequest | undefined, account: string | undefined): void {
  if (account === undefined) return;
  const others = ticket.assignees.filter((login) => login !== account);
  const isMine = ticket.assignees.includes(account);
  if (solution && solution.author !== account && !isMine) {
    throw taken(ticket, solution.url, `${solution.author} proposes #${solution.number} for it`);
  }
  if (!isMine && others.length > 0) throw taken(ticket, ticket.url, `${others.join(" and ")} works on it`);
}

async function goTo(
  services: Services,
  branch: string,
  solution: PullRequest | undefined,
  context: StageContext,
): Promise<void> {
  const { repository, local } = services;
  if ((await repository.state()).branch === branch) return;
  if (await repository.commit(`refs/heads/${branch}`)) return repository.switchTo(branch);
  const exchange = { credentials: await gitCredentials(services, local, context), signal: context.signal };
  const pushed = solution
    ? { ref: solution.headRef, sha: solution.head.sha }
    : { ref: `refs/heads/${branch}`, sha: await repository.remoteBranch(branch, exchange) };
  if (pushed.sha === undefined) return repository.createBranch(branch, await repository.fetchBase(exchange));
  await repository.fetchRef(pushed.ref, exchange);
  await repository.createBranch(branch, pushed.sha);
}

/** A token that may not assign people is no reason not to begin. @returns who works on it now. */
async function assign(
  forge: Forge,
  { number, assignees }: Ticket,
  account: string | undefined,
  context: StageContext,
): Promise<readonly string[]> {
  if (account === undefined || assignees.includes(account)) return assignees;
  try {
    await forge.assign(number, [account]);
    return [...assignees, account];
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`The ticket could not be assigned to ${account}: ${String(error)}\n`);
    return assignees;
  }
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

function taken({ number }: Ticket, where: string, why: string): Problem {
  return new Problem({
    what: `Ticket #${number} is being solved`,
    where,
    why,
    next: "Help there, have yourself assigned on GitHub to take it over, or pick another: `slipway tickets`.",
    code: "ticket-taken",
    usage: true,
  });
}
