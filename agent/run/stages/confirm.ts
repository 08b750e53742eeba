import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import type { Forge } from "../../forge/forge.ts";
import { Problem } from "../../problem.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { askForDeploy } from "./ask-for-deploy.ts";
import { type CheckReports, readReports } from "./gate/check-reports.ts";
import { missingChecks } from "./gate/known-checks.ts";
import { openProblems } from "./gate/open-problems.ts";
import { pendingCode } from "./gate/pending-code.ts";
import { refuseBehind } from "./gate/refuse-behind.ts";
import type { gateStage, Proposed } from "./gate.ts";
import { joinProblems } from "./join-problems.ts";
import type { proposeStage } from "./propose.ts";
import type { updateStage } from "./update.ts";

/** The commit that may be merged. */
const confirmFacts = z.object({ head: z.string() });

/** A CI's checks of the new commit are waited for; beyond this, in milliseconds, somebody has to look. */
const longestWait = 10 * 60_000;
/**
 * What ran on the commit before and has not even begun on this one does not come any more, when nothing else has been
 * under way for as many milliseconds: some checks begin when others are done.
 */
const longestStart = 2 * 60_000;
/** Milliseconds between two looks: short at first, for the checks of a small pull request end soon. */
const pauses = [500, 1000, 2000, 5000] as const;

/**
 * Looks at the pull request again after its branch was brought up to date: whether the approvals stayed (GitHub may
 * have dismissed them for the push), and what the CI says of the new commit.
 */
export function confirmStage(
  services: Services,
  needs: {
    gate: ReturnType<typeof gateStage>;
    update: ReturnType<typeof updateStage>;
    propose: ReturnType<typeof proposeStage>;
  },
) {
  return defineStage({
    name: "confirm",
    needs,
    output: confirmFacts,
    execute: async ({ gate: { pullRequest, base, checks, config }, update: { commit } }, context) => {
      if (!pullRequest) throw new Error("There is no pull request to look at");
      // The base may have brought along what the app did not need before.
      await askForDeploy(services, commit, config, context);
      const forge = await services.forge(config, context);
      const begun = Date.now();
      let quietSince = begun;
      for (let look = 0; ; look++) {
        await refuseBehind(forge, { ...pullRequest, head: commit }, base.branch);
        const reports = await readReports(forge, commit);
        const known = await problemsOf(forge, pullRequest, { commit, base: base.branch, reports }, context);
        const missing = missingChecks(checks, reports, { commit, url: pullRequest.url });
        const problems = [...known, ...missing];
        if (problems.length === 0) return { head: commit };
        const now = Date.now();
        if (known.length > 0) quietSince = now;
        const mayPass = known.every(({ code }) => code === pendingCode) && now - begun < longestWait;
        if (!mayPass || now - quietSince > longestStart)
          throw joinProblems(`#${pullRequest.number} cannot be released`, problems);
        context.progress(problems.map(({ what, why }) => why ?? what).join("; "));
        await sleep(pauses[Math.min(look, pauses.length - 1)], undefined, { signal: context.signal });
      }
    },
  });
}

async function problemsOf(
  forge: Forge,
  { number, url }: Proposed,
  { commit, base, reports }: { commit: string; base: string; reports: CheckReports },
  context: StageContext,
): Promise<Problem[]> {
  const now = await forge.pullRequest(number);
  if (now.head.sha === commit) return openProblems(forge, now, { base, isBehind: false, reports }, context);
  return [
    new Problem({
      what: "Somebody pushed to the branch meanwhile",
      where: url,
      why: `its newest commit is ${now.head.sha.slice(0, 8)}, and ${commit.slice(0, 8)} was checked`,
      next: "Bring it in with `git pull`, ship it, then merge.",
      code: "head-moved",
    }),
  ];
}
