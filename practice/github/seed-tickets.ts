import type { Store } from "./store.ts";

export interface TicketSeed {
  title: string;
  body: string;
  labels: string[];
  reporter: string;
}

/** Opens the company's tickets, numbered from 1; a company that has any already keeps what it has. */
export function seedTickets(store: Store, tickets: readonly TicketSeed[]): void {
  if (store.state.issues.length > 0) return;
  store.change((state) => {
    for (const { title, body, labels, reporter } of tickets) {
      state.issues.push({
        ...store.made(reporter),
        number: state.nextNumber++,
        title,
        body,
        labels,
        state: "open",
        stateReason: null,
        assignees: [],
        closedAt: null,
        closedBy: null,
      });
    }
  });
}
