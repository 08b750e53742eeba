import { Problem } from "../../problem.ts";
import { notifications } from "../../protocol/messages.ts";
import type { PracticeCompany } from "../../protocol/practice-company.ts";
import type { Composition } from "../composition.ts";
import type { PracticeProcess } from "../practice-process.ts";
import type { HandlersOf } from "../session.ts";

export function practiceHandlers(
  composition: Composition,
  practice: PracticeProcess,
): HandlersOf<"practiceStart" | "practiceStatus" | "practiceStop" | "practiceCheckout" | "practiceSolve"> {
  return {
    practiceStart: async ({ runtime, environment }, session) => {
      const tell = (message: string) => session.wire.notify(notifications.practiceProgress, { message });
      return practice.start(await composition.practiceRuntime(runtime, environment), environment, tell);
    },
    practiceStatus: async () => ({ company: await practice.company() }),
    practiceStop: async ({ environment }) => {
      const company = await practice.known();
      if (company) await composition.endPractice(company, environment);
      await practice.remove();
      return {};
    },
    practiceCheckout: async ({ directory, environment }) => {
      await composition.checkOutPractice(await running(practice), directory, environment);
      return {};
    },
    practiceSolve: async ({ ticket, ...place }) => ({
      applied: await composition.solvePracticeTicket(patchFor(ticket, await running(practice)), place),
    }),
  };
}

function patchFor(wanted: number | undefined, { fixes, ticket: starter }: PracticeCompany): string {
  const ticket = wanted ?? starter;
  const fix = fixes.find((one) => one.ticket === ticket);
  if (fix) return fix.patch;
  throw new Problem({
    what: `No fix is prepared for ticket #${ticket}`,
    next: `Solve it yourself; prepared are those of ${fixes.map((one) => `#${one.ticket}`).join(", ")}.`,
    code: "no-prepared-fix",
    usage: true,
  });
}

async function running(practice: PracticeProcess): Promise<PracticeCompany> {
  const company = await practice.company();
  if (company) return company;
  throw new Problem({
    what: "The practice company does not run",
    next: "Start it first.",
    code: "no-practice-company",
    usage: true,
  });
}
