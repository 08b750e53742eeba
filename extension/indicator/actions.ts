import type { CommandId, EditorCommandId } from "../commands/ids.ts";
import { newestRun, outputOf, type Picture } from "../picture.ts";
import { type DeployStatus, deployStatus } from "./deploy-status.ts";

/** Something that the person can do now. */
export interface Action {
  readonly command: CommandId | EditorCommandId;
  readonly label: string;
  readonly icon: string;
  /** What it is about, such as a URL. */
  readonly description?: string | undefined;
}

/** What makes sense in the state of things, the most likely first; then what always does. */
export function actionsFor(picture: Picture): { readonly now: readonly Action[]; readonly always: readonly Action[] } {
  return { now: nowActions(deployStatus(picture), picture), always: alwaysActions(picture) };
}

function nowActions(status: DeployStatus, picture: Picture): Action[] {
  const { ship, shipAgain, cancel, pickTicket, showRun, restartAgent, trust, tryPractice, openFolder } = plain;
  const links = previewAndPullRequest(picture);
  switch (status.kind) {
    case "untrusted":
      return [trust];
    case "connecting":
      return [];
    case "unreachable":
      return [status.problem.code === "client-outdated" ? plain.reloadWindow : restartAgent];
    case "unready":
      return picture.folder === undefined ? [tryPractice, openFolder] : [tryPractice];
    case "idle":
      return isOnBase(picture) ? [pickTicket] : [...practiceFix(picture), ship, pickTicket];
    case "shipping":
      return [showRun, ...links, cancel];
    case "preview-ready":
      return [...links, plain.mergeAndDeploy, shipAgain, showRun];
    case "deploying":
      return isTooLate(status) ? [showRun, ...links] : [showRun, ...links, cancel];
    case "live":
      return [
        ...production(picture),
        pickTicket,
        plain.rollBack,
        ...links.filter(({ command }) => command !== "slipway.openPreview"),
        showRun,
      ];
    case "rolled-back":
      return [...production(picture), pickTicket, plain.rollBack, showRun];
    case "failed":
      if (status.run.kind === "rollback") return [showRun, plain.rollBack];
      return status.run.kind === "ship"
        ? [showRun, shipAgain, ...links]
        : [showRun, plain.deployAgain, shipAgain, ...links];
  }
}

function alwaysActions({ company, connection }: Picture): Action[] {
  const { showLog, stopPractice, walkthrough } = plain;
  if (connection.kind === "untrusted") return [walkthrough, showLog];
  return [walkthrough, ...(company ? [stopPractice] : []), showLog];
}

const plain = {
  ship: { command: "slipway.ship", label: "Ship", icon: "rocket", description: "preview, checks, pull request" },
  shipAgain: { command: "slipway.ship", label: "Ship Again", icon: "rocket" },
  cancel: { command: "slipway.cancel", label: "Cancel", icon: "debug-stop" },
  showRun: { command: "slipway.showRun", label: "Show Run", icon: "list-tree" },
  mergeAndDeploy: {
    command: "slipway.mergeAndDeploy",
    label: "Merge and Deploy…",
    icon: "git-merge",
    description: "changes production",
  },
  rollBack: {
    command: "slipway.rollBack",
    label: "Roll Back…",
    icon: "history",
    description: "has another release serve",
  },
  deployAgain: { command: "slipway.mergeAndDeploy", label: "Merge and Deploy Again…", icon: "git-merge" },
  pickTicket: { command: "slipway.pickTicket", label: "Pick a Ticket…", icon: "issues" },
  tryPractice: { command: "slipway.tryPracticeCompany", label: "Try the Practice Company…", icon: "mortar-board" },
  stopPractice: { command: "slipway.stopPracticeCompany", label: "Stop the Practice Company…", icon: "trash" },
  walkthrough: { command: "slipway.openWalkthrough", label: "Walk Through Your First Day", icon: "book" },
  showLog: { command: "slipway.showLog", label: "Show Log", icon: "output" },
  restartAgent: { command: "slipway.restartAgent", label: "Restart Agent", icon: "debug-restart" },
  reloadWindow: { command: "workbench.action.reloadWindow", label: "Reload Window", icon: "refresh" },
  trust: { command: "workbench.trust.manage", label: "Manage Workspace Trust", icon: "shield" },
  openFolder: { command: "vscode.openFolder", label: "Open Folder…", icon: "folder-opened" },
} satisfies Record<string, Action>;

function previewAndPullRequest(picture: Picture): Action[] {
  const preview = outputOf(picture, "ship", "preview.url");
  const pullRequest = outputOf(picture, "ship", "pullRequest.url");
  return [
    ...(preview ? [link("slipway.openPreview", "Open Preview", "link-external", preview)] : []),
    ...(pullRequest ? [link("slipway.openPullRequest", "Open Pull Request", "git-pull-request", pullRequest)] : []),
  ];
}

function production(picture: Picture): Action[] {
  const url = outputOf(picture, "release", "production.url");
  return url ? [link("slipway.openProduction", "Open Production", "globe", url)] : [];
}

function practiceFix({ company, repository }: Picture): Action[] {
  if (!company || !repository || repository.dirty > 0) return [];
  if (!company.fixes.some(({ ticket }) => ticket === repository.ticket)) return [];
  return [{ command: "slipway.applyPracticeFix", label: "Apply the Prepared Fix", icon: "wand" }];
}

function link(command: CommandId, label: string, icon: string, description: string): Action {
  return { command, label, icon, description };
}

/** On the base branch itself there is no change to ship. */
function isOnBase({ repository }: Picture): boolean {
  return repository?.branch !== undefined && repository.branch === repository.base;
}

/** From this stage on production is being changed, and the agent refuses to stop. */
function isTooLate({ run }: Extract<DeployStatus, { kind: "deploying" }>): boolean {
  const change = run.stages.find(({ name }) => name === (run.kind === "rollback" ? "switch" : "deploy"));
  return change !== undefined && change.status !== "pending";
}

/** Whether the current change could be merged: it was shipped, and it is not live yet. */
export function canMerge(picture: Picture): boolean {
  const { kind } = deployStatus(picture);
  return newestRun(picture, "ship")?.status === "succeeded" && (kind === "preview-ready" || kind === "failed");
}
