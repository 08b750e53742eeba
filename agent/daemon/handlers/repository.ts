import type { AskCredential, Composition } from "../composition.ts";
import type { CredentialDesk } from "../credential-desk.ts";
import type { RunRegistry } from "../run-registry.ts";
import type { HandlersOf, Session } from "../session.ts";

/** What is asked about a repository outside any run: tickets, releases, previews, clean-up. */
export function repositoryHandlers(
  composition: Composition,
  registry: RunRegistry,
  desk: CredentialDesk,
  worldChanged: () => void,
): HandlersOf<
  | "repositoryState"
  | "ticketList"
  | "ticketStart"
  | "releaseList"
  | "releaseWayBack"
  | "environmentList"
  | "machineCheck"
  | "previewLog"
  | "previewUnshare"
  | "previewStop"
  | "clean"
> {
  return {
    repositoryState: (place) => composition.repositoryState(place),
    ticketList: async (place, session) =>
      asking(desk, session, async (ask) => ({ tickets: await composition.tickets(place, ask) })),
    ticketStart: async ({ ticket, ...place }, session, signal) =>
      asking(desk, session, (ask) => composition.startTicket(place, ticket, ask, signal)).finally(worldChanged),
    releaseList: async (place, session) =>
      asking(desk, session, async (ask) => ({ releases: await composition.releases(place, ask) })),
    releaseWayBack: async ({ release, ...place }, session) =>
      asking(desk, session, (ask) => composition.wayBack(place, release, ask)),
    machineCheck: async ({ forge, ...place }, session) =>
      asking(desk, session, async (ask) => ({
        findings: await composition.checkMachine(place, forge ? ask : undefined),
      })),
    environmentList: (place) => composition.environments(place),
    previewLog: ({ change, after, ...place }) => composition.previewLog(place, change, after),
    previewUnshare: ({ change, ...place }) => composition.unsharePreview(place, change),
    previewStop: async ({ change, ...place }) => {
      await composition.stopPreview(place, change);
      worldChanged();
      return {};
    },
    clean: async ({ all, ...place }, session) =>
      asking(desk, session, (ask) => composition.clean(place, { all, busy: registry }, ask)).finally(worldChanged),
  };
}

/** The client that asks is the only one that is asked back. */
async function asking<T>(desk: CredentialDesk, session: Session, use: (ask: AskCredential) => Promise<T>): Promise<T> {
  const errand = `errand-${crypto.randomUUID()}`;
  desk.attach(errand, session);
  try {
    return await use((purpose, name, options) =>
      desk.ask(errand, purpose, name, { ...options, signal: AbortSignal.any([options.signal, session.gone]) }),
    );
  } finally {
    desk.forget(errand);
  }
}
