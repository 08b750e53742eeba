import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";
import { openWalkthrough } from "../walkthrough.ts";
import { applyPracticeFix } from "./apply-practice-fix.ts";
import { cancel } from "./cancel.ts";
import { checkMachine } from "./check-machine.ts";
import { cleanUp } from "./clean-up.ts";
import { connectGitHub } from "./connect-github.ts";
import { copyLink } from "./copy-link.ts";
import { forgetCredentials } from "./forget-credentials.ts";
import type { CommandId } from "./ids.ts";
import { mergeAndDeploy } from "./merge-and-deploy.ts";
import { openDatabaseShell } from "./open-database-shell.ts";
import { openFailure } from "./open-failure.ts";
import { openLink } from "./open-link.ts";
import { openPreview } from "./open-preview.ts";
import { openProduction } from "./open-production.ts";
import { openPullRequest } from "./open-pull-request.ts";
import { openStageLog } from "./open-stage-log.ts";
import { beginTicket, pickTicket } from "./pick-ticket.ts";
import { resetClone } from "./reset-clone.ts";
import { restartAgent } from "./restart-agent.ts";
import { rollBack } from "./roll-back.ts";
import { sharePreview } from "./share-preview.ts";
import { ship } from "./ship.ts";
import { showActions } from "./show-actions.ts";
import { showPreviewLog } from "./show-preview-log.ts";
import { showRun } from "./show-run.ts";
import { showTickets } from "./show-tickets.ts";
import { startClone } from "./start-clone.ts";
import { stopEnvironment } from "./stop-environment.ts";
import { stopPracticeCompany } from "./stop-practice-company.ts";
import { tryPracticeCompany } from "./try-practice-company.ts";
import { unsharePreview } from "./unshare-preview.ts";
import { writeConfig } from "./write-config.ts";

interface Handler {
  /** @param argument what the command is started with, such as the row of a view. */
  run(parts: Parts, argument: never): Promise<void>;
  /** What is said where it fails by something that nobody foresaw. */
  readonly failure: string;
}

/** What each command does. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
  "slipway.showActions": { run: showActions, failure: "The actions could not be shown" },
  "slipway.writeConfig": { run: writeConfig, failure: "slipway.json could not be written" },
  "slipway.checkMachine": { run: checkMachine, failure: "The machine could not be looked at" },
  "slipway.ship": { run: ship, failure: "The change could not be shipped" },
  "slipway.cancel": { run: cancel, failure: "The run could not be cancelled" },
  "slipway.showRun": { run: showRun, failure: "The run could not be shown" },
  "slipway.openStageLog": { run: openStageLog, failure: "The log could not be opened" },
  "slipway.openPreview": { run: openPreview, failure: "The preview could not be opened" },
  "slipway.sharePreview": { run: sharePreview, failure: "The preview could not be shared" },
  "slipway.unsharePreview": { run: unsharePreview, failure: "The preview's share could not be ended" },
  "slipway.openPullRequest": { run: openPullRequest, failure: "The pull request could not be opened" },
  "slipway.openProduction": { run: openProduction, failure: "Production could not be opened" },
  "slipway.mergeAndDeploy": { run: mergeAndDeploy, failure: "The change could not be released" },
  "slipway.rollBack": { run: rollBack, failure: "Production could not be taken back" },
  "slipway.pickTicket": { run: pickTicket, failure: "The ticket could not be begun" },
  "slipway.showTickets": { run: showTickets, failure: "The tickets could not be shown" },
  "slipway.beginTicket": {
    run: (parts, { about }: Row) => beginTicket(parts, about?.ticket ?? 0),
    failure: "The ticket could not be begun",
  },
  "slipway.startClone": { run: startClone, failure: "The clone could not be started" },
  "slipway.openDatabaseShell": { run: openDatabaseShell, failure: "The database shell could not be opened" },
  "slipway.resetClone": { run: resetClone, failure: "The clone could not be reset" },
  "slipway.openLink": { run: openLink, failure: "The page could not be opened" },
  "slipway.copyLink": { run: copyLink, failure: "The link could not be copied" },
  "slipway.openFailure": { run: openFailure, failure: "The file could not be opened" },
  "slipway.showPreviewLog": { run: showPreviewLog, failure: "The preview's log could not be shown" },
  "slipway.stopEnvironment": { run: stopEnvironment, failure: "It could not be stopped" },
  "slipway.cleanUp": { run: cleanUp, failure: "It could not be cleaned up" },
  "slipway.tryPracticeCompany": { run: tryPracticeCompany, failure: "The practice company could not be founded" },
  "slipway.applyPracticeFix": { run: applyPracticeFix, failure: "The fix could not be applied" },
  "slipway.stopPracticeCompany": { run: stopPracticeCompany, failure: "The practice company could not be stopped" },
  "slipway.connectGitHub": { run: connectGitHub, failure: "GitHub could not be connected" },
  "slipway.forgetCredentials": { run: forgetCredentials, failure: "The credentials could not be forgotten" },
  "slipway.restartAgent": { run: restartAgent, failure: "The agent could not be restarted" },
  "slipway.refresh": { run: ({ views }) => views.refresh(), failure: "The lists could not be had" },
  "slipway.openWalkthrough": { run: openWalkthrough, failure: "The walkthrough could not be opened" },
  "slipway.showLog": { run: async ({ log }) => log.show(), failure: "The log could not be shown" },
};
