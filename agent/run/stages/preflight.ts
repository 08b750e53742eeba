import * as z from "zod/mini";
import { notBuiltYet } from "../../config/not-built-yet.ts";
import type { Config } from "../../config/schema/config.ts";
import { openClient } from "../../database/client.ts";
import type { Forge, Ticket } from "../../forge/forge.ts";
import { Problem } from "../../problem.ts";
import { changeSlug } from "../../repository/slug.ts";
import { stateProblems } from "../../repository/state-problems.ts";
import type { Services } from "../services.ts";
import { defineStage, type Stage, type StageContext } from "../stage.ts";
import { countedConfig } from "./counted-config.ts";
import { gitCredentials } from "./git-credentials.ts";
import { joinProblems } from "./join-problems.ts";

const config = z.custom<Config>((value) => typeof value === "object" && value !== null);

/** What the rest of a ship run builds on. */
export const changeFacts = z.object({
  commit: z.string(),
  /** Where the branch stood before its base was merged into it for a release; absent where it is shipped as it is. */
  updatedFrom: z.optional(z.string()),
  branch: z.string(),
  /** The branch's word in names, see changeSlug. */
  change: z.string(),
  base: z.object({ branch: z.string(), sha: z.string() }),
  ticket: z.optional(z.object({ number: z.int(), title: z.string(), reporter: z.string(), url: z.string() })),
  /** The configuration that counts: guarded sections from the base, the rest from the change. */
  config,
});
export type ChangeFacts = z.infer<typeof changeFacts>;

/** Whatever stage says which commit a change is at: the first of a ship run, or a release's that brings a branch up to date. */
export type ChangeStage = Stage<ChangeFacts>;

export interface ShipOptions {
  readonly ticket?: number | undefined;
  /** Uncommitted work is committed with this message; without one it is refused, never lost and never shipped unseen. */
  readonly commitMessage?: string | undefined;
}

/** Everything that would fail later for a foreseeable reason fails here, in one list. */
export function preflightStage(services: Services, options: ShipOptions) {
  return defineStage({
    name: "preflight",
    needs: {},
    output: changeFacts,
    execute: async (_inputs, context): Promise<ChangeFacts> => {
      const { repository } = services;
      const state = await repository.state();
      const problems = stateProblems(state, repository.root);
      if (problems.length > 0) throw joinProblems("The change cannot be shipped as it is", problems);
      const commit = await cleanCommit(services, state, options.commitMessage);
      context.progress("fetching the base branch");
      const credentials = await gitCredentials(services, services.local, context);
      const base = await repository.fetchBase({ credentials, signal: context.signal });
      const counted = await countedConfig(services, base, commit, context);
      const branch = state.branch ?? "";
      problems.push(
        ...notBuiltYet(counted),
        ...servicesWithoutDocker(services, counted),
        ...(await somethingToShip(services, base, commit, branch)),
      );
      context.progress("looking at GitHub and the source");
      const forge = await attempt(problems, () => services.forge(counted, context));
      await attempt(problems, async () => forge?.requireWriteAccess());
      const ticket = await attempt(
        problems,
        async () => forge && ticketToSolve(forge, branch, options.ticket, context),
      );
      await attempt(problems, () => services.runtime.owned());
      await attempt(problems, () => reachSource(services, counted, context));
      context.signal.throwIfAborted();
      if (problems.length > 0) throw joinProblems("The change cannot be shipped as it is", problems);
      for (const caveat of services.runtime.capabilities.caveats) context.log(`${caveat}\n`);
      return {
        commit,
        branch,
        change: changeSlug(branch),
        base: { branch: state.base.branch, sha: base },
        ticket: ticket && { number: ticket.number, title: ticket.title, reporter: ticket.reporter, url: ticket.url },
        config: counted,
      };
    },
  });
}

/** `12-show-stock` and `fix/12-show-stock` solve ticket 12. */
export function ticketOf(branch: string): number | undefined {
  const number = /(?:^|\/)(\d+)-/.exec(branch)?.[1];
  return number === undefined ? undefined : Number(number);
}

function servicesWithoutDocker({ runtime }: Services, { services: wanted }: Config): Problem[] {
  if (runtime.services || Object.keys(wanted).length === 0) return [];
  return [
    new Problem({
      what: "The services need Docker",
      where: Object.keys(wanted).join(", "),
      why: "apps run as plain processes here, and services are images",
      next: "Install and start Docker; `slipway doctor` says what is missing.",
      code: "services-need-docker",
    }),
  ];
}

/** What a person names must be there; a branch may begin with a number that means something else: `404-page`. */
async function ticketToSolve(
  forge: Forge,
  branch: string,
  named: number | undefined,
  context: StageContext,
): Promise<Ticket | undefined> {
  if (named !== undefined) return forge.ticket(named);
  const number = ticketOf(branch);
  if (number === undefined) return undefined;
  return forge.ticket(number).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "forge-not-found") throw error;
    context.log(`There is no ticket ${number}, after which the branch seems to be named: it is shipped without one.\n`);
    return undefined;
  });
}

async function cleanCommit(
  { repository }: Services,
  state: Awaited<ReturnType<Services["repository"]["state"]>>,
  message: string | undefined,
): Promise<string> {
  if (state.dirty.length === 0) return state.head ?? "";
  if (message !== undefined) return repository.commitAll(message);
  const [first = "", ...more] = state.dirty;
  throw new Problem({
    what: "There is uncommitted work",
    where: more.length > 0 ? `${first} and ${more.length} more` : first,
    why: "what is shipped is a commit, and this would be left out",
    next: 'Commit it, or let Slipway do it: `slipway ship --commit "What it does"`.',
    code: "uncommitted-work",
    usage: true,
  });
}

async function somethingToShip(
  { repository }: Services,
  base: string,
  commit: string,
  branch: string,
): Promise<Problem[]> {
  if (!(await repository.isAncestor(commit, base))) return [];
  return [
    new Problem({
      what: "There is nothing to ship",
      where: branch,
      why: "the branch has no commit that the base branch does not have",
      next: "Commit something, then ship again. What is merged and not live yet goes on with `slipway merge`.",
      code: "nothing-to-ship",
    }),
  ];
}

async function reachSource(services: Services, counted: Config, context: StageContext): Promise<void> {
  // Whoever pulls snapshots holds no credentials of production's.
  if (counted.source?.image !== undefined) return;
  const source = await services.source(counted, context);
  const client = await openClient(source, { role: "source", readOnly: true, signal: context.signal });
  await client.end();
}

/** Keeps a problem for the list and goes on. */
async function attempt<T>(problems: Problem[], look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problems.push(error);
    return undefined;
  }
}
