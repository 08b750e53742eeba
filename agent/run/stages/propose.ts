import * as z from "zod/mini";
import type { Forge, PullRequest } from "../../forge/forge.ts";
import { proposalBody, stickyComment, stickyMarker } from "../../forge/proposal.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Services } from "../services.ts";
import { defineStage, ifNeeded, type OutputOf, type Stage, type StageContext } from "../stage.ts";
import type { checkStage } from "./check.ts";
import { gitCredentials } from "./git-credentials.ts";
import type { migrateStage } from "./migrate.ts";
import type { ChangeFacts, ChangeStage } from "./preflight.ts";
import type { previewStage } from "./preview.ts";
import { announcePreview } from "./propose/announce-preview.ts";
import { previewLink, publishLink } from "./propose/publish-link.ts";
import { setStatuses } from "./propose/set-statuses.ts";
import type { proveMigrationStage } from "./prove-migration.ts";
import type { shareStage } from "./share.ts";

const proposeFacts = z.object({ number: z.int(), url: z.string(), head: z.string() });

export function proposeStage(
  services: Services,
  {
    prove,
    ...needs
  }: {
    preflight: ChangeStage;
    migrate: ReturnType<typeof migrateStage>;
    prove: ReturnType<typeof proveMigrationStage>;
    check: ReturnType<typeof checkStage>;
    preview: ReturnType<typeof previewStage>;
    /** Absent where a share that there is goes on and none is begun. */
    share?: Stage<OutputOf<ReturnType<typeof shareStage>> | undefined>;
  },
) {
  return defineStage({
    name: "propose",
    needs: { ...needs, prove: ifNeeded(prove) },
    output: proposeFacts,
    execute: async ({ preflight, migrate, prove: proof, check, preview }, context) => {
      const forge = await services.forge(preflight.config, context);
      context.progress("pushing the branch");
      await pushBranch(services, preflight, context);
      context.progress("opening the pull request");
      const pullRequest = await propose(services.repository, forge, preflight, context);
      const owner = { repo: services.repository.slug, change: preflight.change };
      // What the base branch does not ask for any more ends.
      if (preflight.config.preview.share === undefined) await services.shares.close(owner);
      const sharedUrl = services.shares.find(owner)?.url;
      const link = previewLink(preview.url, sharedUrl, (await forge.account()) ?? pullRequest.author);
      const proposal = { change: preflight, applied: migrate.applied, proof, checks: check.results, preview: link };
      await comment(forge, pullRequest, stickyComment(proposal), context);
      await setStatuses(forge, proposal, context);
      await announcePreview(forge, pullRequest, proposal, context);
      await services.shares.announceBy(owner, await publishLink(forge, pullRequest, preview.url), sharedUrl);
      context.output("pullRequest.url", pullRequest.url);
      context.output("pullRequest.number", pullRequest.number);
      return { number: pullRequest.number, url: pullRequest.url, head: preflight.commit };
    },
  });
}

async function pushBranch(
  services: Services,
  { branch, commit, updatedFrom, config }: ChangeFacts,
  context: StageContext,
): Promise<void> {
  const { repository } = services;
  const exchange = { credentials: await gitCredentials(services, config, context), signal: context.signal };
  const pushed = async () => {
    const there = await repository.remoteBranch(branch, exchange);
    return there === commit ? commit : undefined;
  };
  await context.act(`push ${branch} ${commit}`, pushed, async () => {
    await repository.push({ branch, commit, expected: updatedFrom }, exchange);
    return commit;
  });
  if (updatedFrom !== undefined) await bringForward(repository, { branch, commit }, context);
}

/** What was pushed for the person comes to their branch too, where that is in nobody's way. */
async function bringForward(
  repository: Repository,
  to: { branch: string; commit: string },
  context: StageContext,
): Promise<void> {
  const came = await repository.fastForward(to.branch, to.commit).catch((error: unknown) => {
    context.log(`${String(error)}\n`);
    return false;
  });
  const left = "The branch here stays as it was (another is checked out, or it has work of its own): `git pull`";
  context.log(came ? `${to.branch} is at ${to.commit.slice(0, 8)} here too.\n` : `${left} brings it up to date.\n`);
}

async function propose(
  repository: Repository,
  forge: Forge,
  change: ChangeFacts,
  context: StageContext,
): Promise<PullRequest> {
  const title = change.ticket?.title ?? (await titleOf(repository, change));
  return context.act(
    `pull request ${change.branch}`,
    () => forge.openPullRequestOf(change.branch),
    () => forge.createPullRequest({ title, body: proposalBody(change), head: change.branch, base: change.base.branch }),
  );
}

/** As GitHub proposes it: a single commit speaks for the change, several have only the branch in common. */
async function titleOf(repository: Repository, { branch, base, commit }: ChangeFacts): Promise<string> {
  const [only, ...more] = await repository.subjects(base.sha, commit);
  return only && more.length === 0 ? only : branch;
}

/** One comment that is edited: every commit's news stand in the same place, and nobody is notified twice. */
async function comment(forge: Forge, { number }: PullRequest, body: string, context: StageContext): Promise<void> {
  const [first, ...doubles] = await forge.commentsMarked(number, stickyMarker(number));
  const marked = `${stickyMarker(number)}\n${body}`;
  await context.act(
    `comment ${number}`,
    async () => (first?.body === marked ? first : undefined),
    () => (first ? forge.updateComment(first.id, marked) : forge.createComment(number, marked)),
  );
  for (const double of doubles) await forge.deleteComment(double.id);
}
