import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { reportError } from "../report.ts";
import type { Row } from "../views/row.ts";
import { openWalkthrough } from "../walkthrough.ts";
import type { CommandId } from "./ids.ts";

type Handler = (parts: Parts, argument: never) => Promise<void>;

/** What each command does, loaded when it is first wanted, and what it says where it fails by something that nobody foresaw. */
const handlers: Readonly<Record<CommandId, readonly [load: () => Promise<Handler>, failure: string]>> = {
  "slipway.showActions": [
    async () => (await import("./show-actions.ts")).showActions,
    "The actions could not be shown",
  ],
  "slipway.checkMachine": [
    async () => (await import("./check-machine.ts")).checkMachine,
    "The machine could not be looked at",
  ],
  "slipway.ship": [async () => (await import("./ship.ts")).ship, "The change could not be shipped"],
  "slipway.cancel": [async () => (await import("./cancel.ts")).cancel, "The run could not be cancelled"],
  "slipway.showRun": [async () => (await import("./show-run.ts")).showRun, "The run could not be shown"],
  "slipway.openStageLog": [
    async () => (await import("./open-stage-log.ts")).openStageLog,
    "The log could not be opened",
  ],
  "slipway.openPreview": [
    async () => (await import("./open-preview.ts")).openPreview,
    "The preview could not be opened",
  ],
  "slipway.sharePreview": [
    async () => (await import("./share-preview.ts")).sharePreview,
    "The preview could not be shared",
  ],
  "slipway.unsharePreview": [
    async () => (await import("./unshare-preview.ts")).unsharePreview,
    "The preview's share could not be ended",
  ],
  "slipway.openPullRequest": [
    async () => (await import("./open-pull-request.ts")).openPullRequest,
    "The pull request could not be opened",
  ],
  "slipway.openProduction": [
    async () => (await import("./open-production.ts")).openProduction,
    "Production could not be opened",
  ],
  "slipway.mergeAndDeploy": [
    async () => (await import("./merge-and-deploy.ts")).mergeAndDeploy,
    "The change could not be released",
  ],
  "slipway.rollBack": [async () => (await import("./roll-back.ts")).rollBack, "Production could not be taken back"],
  "slipway.pickTicket": [async () => (await import("./pick-ticket.ts")).pickTicket, "The ticket could not be begun"],
  "slipway.showTickets": [
    async () => (await import("./show-tickets.ts")).showTickets,
    "The tickets could not be shown",
  ],
  "slipway.beginTicket": [
    async () => {
      const { beginTicket } = await import("./pick-ticket.ts");
      return (parts, { about }: Row) => beginTicket(parts, about?.ticket ?? 0);
    },
    "The ticket could not be begun",
  ],
  "slipway.startClone": [async () => (await import("./start-clone.ts")).startClone, "The clone could not be started"],
  "slipway.openDatabaseShell": [
    async () => (await import("./open-database-shell.ts")).openDatabaseShell,
    "The database shell could not be opened",
  ],
  "slipway.resetClone": [async () => (await import("./reset-clone.ts")).resetClone, "The clone could not be reset"],
  "slipway.openLink": [async () => (await import("./open-link.ts")).openLink, "The page could not be opened"],
  "slipway.copyLink": [async () => (await import("./copy-link.ts")).copyLink, "The link could not be copied"],
  "slipway.openFailure": [async () => (await import("./open-failure.ts")).openFailure, "The file could not be opened"],
  "slipway.showPreviewLog": [
    async () => (await import("./show-preview-log.ts")).showPreviewLog,
    "The preview's log could not be shown",
  ],
  "slipway.stopEnvironment": [
    async () => (await import("./stop-environment.ts")).stopEnvironment,
    "It could not be stopped",
  ],
  "slipway.cleanUp": [async () => (await import("./clean-up.ts")).cleanUp, "It could not be cleaned up"],
  "slipway.tryPracticeCompany": [
    async () => (await import("./try-practice-company.ts")).tryPracticeCompany,
    "The practice company could not be founded",
  ],
  "slipway.applyPracticeFix": [
    async () => (await import("./apply-practice-fix.ts")).applyPracticeFix,
    "The fix could not be applied",
  ],
  "slipway.stopPracticeCompany": [
    async () => (await import("./stop-practice-company.ts")).stopPracticeCompany,
    "The practice company could not be stopped",
  ],
  "slipway.connectGitHub": [
    async () => (await import("./connect-github.ts")).connectGitHub,
    "GitHub could not be connected",
  ],
  "slipway.forgetCredentials": [
    async () => (await import("./forget-credentials.ts")).forgetCredentials,
    "The credentials could not be forgotten",
  ],
  "slipway.restartAgent": [
    async () => (await import("./restart-agent.ts")).restartAgent,
    "The agent could not be restarted",
  ],
  "slipway.refresh": [
    async () =>
      ({ views }) =>
        views.refresh(),
    "The lists could not be had",
  ],
  "slipway.openWalkthrough": [async () => openWalkthrough, "The walkthrough could not be opened"],
  "slipway.showLog": [
    async () =>
      async ({ log }) =>
        log.show(),
    "The log could not be shown",
  ],
};

export function registerCommands(parts: Parts): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, [load, failure]]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        const handler = await load();
        await handler(parts, argument as never);
      } catch (error) {
        reportError(parts.log, error, failure);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
