import type { DeployStatus } from "./deploy-status.ts";

/** The indicator as it is shown, and as a screen reader says it. */
export interface Face {
  /** With VS Code's `$(icon)` notation. */
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
  /** Only where the person must do something. */
  readonly alarming: boolean;
}

export function faceOf(status: DeployStatus): Face {
  const { icon, words, tooltip } = looks(status);
  return {
    text: `$(${icon}) ${words}`,
    tooltip: `${tooltip}\n\nClick for what you can do now.`,
    spoken: `Slipway: ${words}`,
    alarming: status.kind === "failed",
  };
}

const doing = {
  ship: "Shipping",
  release: "Deploying",
  rollback: "Rolling back",
  snapshot: "",
  clone: "",
  share: "",
} as const;
const failing = { ship: "Ship", release: "Deploy", rollback: "Rollback", snapshot: "", clone: "", share: "" } as const;

function looks(status: DeployStatus): { icon: string; words: string; tooltip: string } {
  switch (status.kind) {
    case "untrusted":
      return { icon: "rocket", words: "Slipway", tooltip: "Slipway starts nothing until you trust this folder." };
    case "connecting":
      return { icon: "rocket", words: "Slipway", tooltip: "Slipway is looking for its agent." };
    case "unreachable":
      return {
        icon: "debug-disconnect",
        words: "Slipway: agent not reachable",
        tooltip: [status.problem.what, status.problem.why].filter(Boolean).join(": "),
      };
    case "unready":
      return { icon: "rocket", words: "Slipway", tooltip: "There is nothing to ship here: no slipway.json was found." };
    case "idle":
      return { icon: "rocket", words: "Slipway", tooltip: "This change has not been shipped yet." };
    case "shipping":
      return { icon: "sync~spin", words: `Shipping: ${status.stage}`, tooltip: status.run.title };
    case "deploying":
      return { icon: "sync~spin", words: `${doing[status.run.kind]}: ${status.stage}`, tooltip: status.run.title };
    case "preview-ready":
      return {
        icon: "eye",
        words: "Preview ready",
        tooltip: `${status.run.title}: its preview and pull request are ready.`,
      };
    case "live":
      return { icon: "pass", words: "Live", tooltip: `${status.run.title}: it is in production.` };
    case "rolled-back":
      return {
        icon: "history",
        words: "Rolled back",
        tooltip: `${status.run.title}: production serves an earlier release.`,
      };
    case "failed":
      return {
        icon: "error",
        words: `${failing[status.run.kind]} failed: ${status.stage}`,
        tooltip: [status.problem.what, status.problem.where].filter(Boolean).join(": "),
      };
  }
}
