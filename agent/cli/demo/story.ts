import { mkdirSync } from "node:fs";
import { requests } from "../../protocol/messages.ts";
import type { PracticeCompany, RuntimeChoice } from "../../protocol/practice-company.ts";
import { textOutput } from "../render/outcome-lines.ts";
import type { Session } from "../session/session.ts";
import { isChanged, requireChanged } from "./changed-page.ts";
import { requireUnnoticed } from "./judge-sightings.ts";
import type { Narrator } from "./narrator.ts";
import { practiceWork } from "./practice-work.ts";
import { type Sightings, startProbe } from "./probe.ts";

/** Requests to production during the deploy. */
const requestsPerSecond = 50;

/** A page that the change shows on, and that costs the database next to nothing: the visitors are not to be the load. */
const visitedPage = "/products/1";

const commitMessage = "Show how long delivery takes";

/** Who commits. A machine on which git knows nobody yet must not stop a first day. */
const newHire = {
  GIT_AUTHOR_NAME: "New Hire",
  GIT_AUTHOR_EMAIL: "new.hire@example.com",
  GIT_COMMITTER_NAME: "New Hire",
  GIT_COMMITTER_EMAIL: "new.hire@example.com",
};

/** Where the story has led so far. */
export interface Findings {
  company?: PracticeCompany;
  previewUrl?: string | null;
  pullRequestUrl?: string | null;
  productionUrl?: string | null;
  sightings?: Sightings;
}

/**
 * A new hire's first day: from the starter ticket to production, step by step.
 * @param findings is filled in on the way, so that it holds what there is where a step fails.
 */
export async function tellStory(
  session: Session,
  narrator: Narrator,
  { runtime, findings }: { runtime: RuntimeChoice; findings: Findings },
): Promise<void> {
  // Marks the company as this demonstration's own, before there is one.
  mkdirSync(practiceWork(session.places), { recursive: true, mode: 0o700 });
  const company = await narrator.step("found", (say) => foundCompany(session, runtime, say));
  findings.company = company;
  const here = inWorkFolder(session, company);
  await narrator.step("clone", () => here.ask(requests.practiceCheckout, here.place));
  const founding = await narrator.run(here, "founding", { kind: "release", base: true });
  findings.productionUrl = textOutput(founding, "production.url");
  await narrator.step("ticket", () => here.ask(requests.ticketStart, { ...here.place, ticket: company.ticket }));
  await narrator.step("solve", () => here.ask(requests.practiceSolve, { ...here.place, ticket: company.ticket }));
  const shipped = await narrator.run(here, "ship", { kind: "ship", ticket: company.ticket, commitMessage });
  findings.previewUrl = textOutput(shipped, "preview.url");
  findings.pullRequestUrl = textOutput(shipped, "pullRequest.url");
  const { released, sightings } = await release(here, narrator, findings.productionUrl ?? "");
  findings.productionUrl = textOutput(released, "production.url");
  findings.sightings = sightings;
  await narrator.step("check", async () => {
    await requireChanged("The preview", findings.previewUrl ?? "");
    await requireChanged("Production", findings.productionUrl ?? "");
    requireUnnoticed(sightings, findings.productionUrl ?? "");
  });
}

async function foundCompany(session: Session, runtime: RuntimeChoice, say: (message: string) => void) {
  const stop = session.client.practiceProgress.add(say);
  try {
    return await session.ask(requests.practiceStart, { runtime, environment: session.place.environment });
  } finally {
    stop();
  }
}

/** From here on it is about the new hire's clone, on the runtime that the company has. */
function inWorkFolder(session: Session, company: PracticeCompany): Session {
  const environment = { ...newHire, ...session.place.environment, SLIPWAY_RUNTIME: company.runtime };
  return { ...session, place: { directory: practiceWork(session.places), config: undefined, environment } };
}

/** Merges and deploys, with visitors at the door all the time. */
async function release(here: Session, narrator: Narrator, productionUrl: string) {
  const probe = startProbe(new URL(visitedPage, productionUrl).href, requestsPerSecond, isChanged);
  try {
    const released = await narrator.run(here, "release", { kind: "release" });
    return { released, sightings: await probe.stop() };
  } finally {
    await probe.stop();
  }
}
