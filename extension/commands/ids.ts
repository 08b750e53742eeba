/** Every command of the extension. The manifest contributes exactly these. */
export const commandIds = [
  "slipway.showActions",
  "slipway.ship",
  "slipway.cancel",
  "slipway.showRun",
  "slipway.openStageLog",
  "slipway.openPreview",
  "slipway.openPullRequest",
  "slipway.openProduction",
  "slipway.mergeAndDeploy",
  "slipway.rollBack",
  "slipway.pickTicket",
  "slipway.openDatabaseShell",
  "slipway.resetClone",
  "slipway.tryPracticeCompany",
  "slipway.applyPracticeFix",
  "slipway.stopPracticeCompany",
  "slipway.forgetCredentials",
  "slipway.openWalkthrough",
  "slipway.showLog",
  "slipway.restartAgent",
] as const;

export type CommandId = (typeof commandIds)[number];
