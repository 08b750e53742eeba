import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { reportError } from "../report.ts";
import { openWalkthrough } from "../walkthrough.ts";
import { applyPracticeFix } from "./apply-practice-fix.ts";
import { cancel } from "./cancel.ts";
import { forgetCredentials } from "./forget-credentials.ts";
import type { CommandId } from "./ids.ts";
import { mergeAndDeploy } from "./merge-and-deploy.ts";
import { openDatabaseShell } from "./open-database-shell.ts";
import { openPreview } from "./open-preview.ts";
import { openProduction } from "./open-production.ts";
import { openPullRequest } from "./open-pull-request.ts";
import { openStageLog } from "./open-stage-log.ts";
import { pickTicket } from "./pick-ticket.ts";
import { resetClone } from "./reset-clone.ts";
import { restartAgent } from "./restart-agent.ts";
import { rollBack } from "./roll-back.ts";
import { ship } from "./ship.ts";
import { showActions } from "./show-actions.ts";
import { showRun } from "./show-run.ts";
import { stopPracticeCompany } from "./stop-practice-company.ts";
import { tryPracticeCompany } from "./try-practice-company.ts";

type Handler = (parts: Parts, argument: never) => Promise<void>;

/** What each command does, and what it says where it fails by something that nobody foresaw. */
const handlers: Readonly<Record<CommandId, readonly [Handler, failure: string]>> = {
  "slipway.showActions": [showActions, "The actions could not be shown"],
  "slipway.ship": [ship, "The change could not be shipped"],
  "slipway.cancel": [cancel, "The run could not be cancelled"],
  "slipway.showRun": [showRun, "The run could not be shown"],
  "slipway.openStageLog": [openStageLog, "The log could not be opened"],
  "slipway.openPreview": [openPreview, "The preview could not be opened"],
  "slipway.openPullRequest": [openPullRequest, "The pull request could not be opened"],
  "slipway.openProduction": [openProduction, "Production could not be opened"],
  "slipway.mergeAndDeploy": [mergeAndDeploy, "The change could not be released"],
  "slipway.rollBack": [rollBack, "Production could not be taken back"],
  "slipway.pickTicket": [pickTicket, "The ticket could not be begun"],
  "slipway.openDatabaseShell": [openDatabaseShell, "The database shell could not be opened"],
  "slipway.resetClone": [resetClone, "The clone could not be reset"],
  "slipway.tryPracticeCompany": [tryPracticeCompany, "The practice company could not be founded"],
  "slipway.applyPracticeFix": [applyPracticeFix, "The fix could not be applied"],
  "slipway.stopPracticeCompany": [stopPracticeCompany, "The practice company could not be stopped"],
  "slipway.forgetCredentials": [forgetCredentials, "The credentials could not be forgotten"],
  "slipway.openWalkthrough": [openWalkthrough, "The walkthrough could not be opened"],
  "slipway.showLog": [async ({ log }) => log.show(), "The log could not be shown"],
  "slipway.restartAgent": [restartAgent, "The agent could not be restarted"],
};

export function registerCommands(parts: Parts): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, [handler, failure]]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await handler(parts, argument as never);
      } catch (error) {
        reportError(parts.log, error, failure);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
