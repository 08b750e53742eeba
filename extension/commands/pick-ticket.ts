import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { TicketSummary } from "../../agent/protocol/ticket-summary.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { unlessAborted, withProgress } from "../progress.ts";
import { whose } from "../views/ticket-rows.ts";
import { openUrl } from "./open-url.ts";

/** Begins the change of a ticket that the person picks. */
export async function pickTicket(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const tickets = await withProgress("Slipway", async (watched) => {
    watched.say("Looking for tickets");
    await wakeCompany(parts, watched);
    return unlessAborted(watched.signal, client.request(requests.ticketList, place));
  });
  const open = tickets.tickets.filter(({ state }) => state === "open");
  const chosen = await vscode.window.showQuickPick(grouped(open), {
    title: "Pick a Ticket",
    placeHolder: open.length > 0 ? "Its branch is made from the newest base and checked out" : "No ticket is open",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen || !("ticket" in chosen)) return;
  await beginTicket(parts, chosen.ticket.number);
}

/** Begins a ticket's change: its branch, from the newest base. */
export async function beginTicket(parts: Parts, number: number): Promise<void> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const { branch, ticket } = await withProgress("Slipway", ({ signal, say }) => {
    say(`Beginning #${number}`);
    // Where the branch was checked out before the cancel came the person is told of it.
    return client.request(requests.ticketStart, { ...place, ticket: number }, signal);
  });
  await model.refresh();
  void offerNext(parts, branch, ticket);
}

/** In the agent's order: the person's own, a first day's, the rest. */
function grouped(tickets: readonly TicketSummary[]) {
  const group = ({ mine, starter, pullRequest }: TicketSummary) =>
    mine ? "yours" : starter && !pullRequest ? "to begin with" : "others";
  return [...Map.groupBy(tickets, group)].flatMap(([label, members]) => [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...members.map(asItem),
  ]);
}

function asItem(ticket: TicketSummary) {
  return {
    label: `$(issues) #${ticket.number} ${ticket.title}`,
    description: [...ticket.labels, whose(ticket)].filter(Boolean).join(", "),
    detail: `by ${ticket.reporter}`,
    ticket,
  };
}

async function offerNext({ model }: Parts, branch: string, ticket: TicketSummary): Promise<void> {
  const { company, repository } = model.picture;
  const isPrepared = company?.fixes.some((one) => one.ticket === ticket.number) ?? false;
  const prepared = isPrepared && repository?.remote?.url === company?.cloneUrl;
  const fix = "Apply the Prepared Fix";
  const read = "Open Ticket";
  const chosen = await vscode.window.showInformationMessage(
    `You are on ${branch}. Solve the ticket, then ship it.`,
    ...(prepared ? [fix, read] : [read]),
  );
  if (chosen === read) await openUrl(ticket.url);
  if (chosen === fix) await vscode.commands.executeCommand("slipway.applyPracticeFix");
}
