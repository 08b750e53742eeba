import * as vscode from "vscode";
import type { AgentClient } from "../../agent/client/agent-client.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { Model } from "../model.ts";
import { placeOf } from "../place.ts";
import { changeTree } from "./change-tree.ts";
import { environmentRows } from "./environment-rows.ts";
import { Listing } from "./listing.ts";
import { listingTree } from "./listing-tree.ts";
import { releaseRows } from "./release-rows.ts";
import { ticketRows } from "./ticket-rows.ts";

/** The views of the activity bar, and the lists that they show. */
export interface Views extends vscode.Disposable {
  /** Asks for the tickets, which may ask the person to sign in. */
  loadTickets(): Promise<void>;
  /** Asks anew for everything that was asked for before. */
  refresh(): Promise<void>;
}

export function showViews({ client, model }: { client: AgentClient; model: Model }): Views {
  const { worldChanges } = client;
  const place = () => placeOf(model.picture);
  const tickets = new Listing(async () => (await client.request(requests.ticketList, place())).tickets);
  const environments = new Listing(() => client.request(requests.environmentList, place()));
  const releases = new Listing(async () => (await client.request(requests.releaseList, place())).releases);
  const shared = { model, worldChanges };
  const trees = [
    changeTree(model),
    listingTree({
      ...shared,
      view: "slipway.tickets",
      listing: tickets,
      unasked: "wait",
      rows: (found) => ticketRows(found, model.picture.repository?.ticket),
    }),
    listingTree({
      ...shared,
      view: "slipway.environments",
      listing: environments,
      unasked: "load",
      rows: (found) => environmentRows(found, model.picture.repository?.change),
    }),
    listingTree({ ...shared, view: "slipway.releases", listing: releases, unasked: "load", rows: releaseRows }),
  ];
  return {
    loadTickets: () => tickets.load(),
    refresh: async () => {
      const asked = [tickets, environments, releases].filter(({ state }) => state.kind !== "unasked");
      await Promise.all(asked.map((listing) => listing.load()));
    },
    dispose: () => vscode.Disposable.from(...trees).dispose(),
  };
}
