/** Every command of the extension. The manifest contributes exactly these. */
export const commandIds = [
  "slipway.showActions",
  "slipway.checkMachine",
  "slipway.writeConfig",
  "slipway.ship",
  "slipway.cancel",
  "slipway.showRun",
  "slipway.openStageLog",
  "slipway.openPreview",
  "slipway.sharePreview",
  "slipway.unsharePreview",
  "slipway.openPullRequest",
  "slipway.openProduction",
  "slipway.mergeAndDeploy",
  "slipway.rollBack",
  "slipway.pickTicket",
  "slipway.showTickets",
  "slipway.beginTicket",
  "slipway.startClone",
  "slipway.openDatabaseShell",
  "slipway.resetClone",
  "slipway.openLink",
  "slipway.copyLink",
  "slipway.openFailure",
  "slipway.showPreviewLog",
  "slipway.stopEnvironment",
  "slipway.cleanUp",
  "slipway.refresh",
  "slipway.tryPracticeCompany",
  "slipway.applyPracticeFix",
  "slipway.stopPracticeCompany",
  "slipway.connectGitHub",
  "slipway.forgetCredentials",
  "slipway.openWalkthrough",
  "slipway.showLog",
  "slipway.restartAgent",
] as const;

export type CommandId = (typeof commandIds)[number];

/** Commands of VS Code that Slipway offers. */
export const editorCommandIds = [
  "workbench.trust.manage",
  "vscode.openFolder",
  "workbench.action.reloadWindow",
] as const;

export type EditorCommandId = (typeof editorCommandIds)[number];
