import { canMerge } from "./indicator/actions.ts";
import { deployStatus } from "./indicator/deploy-status.ts";
import { activeRun, newestRun, outputOf, type Picture } from "./picture.ts";

/** Why the tree is empty: each reason has a welcome of its own. */
export type Emptiness =
  | "no-folder"
  | "untrusted"
  | "connecting"
  | "unreachable"
  | "no-repository"
  | "no-config"
  | "on-base"
  | "no-run";

/** What the manifest's when-clauses and the walkthrough's ticks may ask for. Every key is true of the world, or it is not. */
export interface ContextValues {
  readonly "slipway.agentRuns": boolean;
  readonly "slipway.companyRuns": boolean;
  /** A repository with a slipway.json is open. */
  readonly "slipway.configured": boolean;
  readonly "slipway.forgeConnected": boolean;
  readonly "slipway.onTicket": boolean;
  /** The change has a clone: its own run or its ship has made one. */
  readonly "slipway.hasClone": boolean;
  /** There is work on the current ticket: uncommitted, or shipped before. */
  readonly "slipway.hasWork": boolean;
  readonly "slipway.runActive": boolean;
  readonly "slipway.hasPreview": boolean;
  readonly "slipway.hasPullRequest": boolean;
  readonly "slipway.shipped": boolean;
  readonly "slipway.previewSeen": boolean;
  readonly "slipway.canMerge": boolean;
  readonly "slipway.live": boolean;
  /** An Emptiness, or "" where the tree has rows. */
  readonly "slipway.empty": Emptiness | "";
}

export function contextValues(picture: Picture): ContextValues {
  const { connection, repository, company, runs } = picture;
  const onTicket = repository?.ticket !== undefined;
  return {
    "slipway.agentRuns": connection.kind === "connected",
    "slipway.companyRuns": company !== undefined,
    "slipway.configured": repository?.configured ?? false,
    "slipway.forgeConnected": picture.forgeConnected,
    "slipway.onTicket": onTicket,
    "slipway.hasClone": onTicket && hasClone(picture),
    "slipway.hasWork": onTicket && (repository.dirty > 0 || newestRun(picture, "ship") !== undefined),
    "slipway.runActive": activeRun(picture) !== undefined,
    "slipway.hasPreview": outputOf(picture, "ship", "preview.url") !== undefined,
    "slipway.hasPullRequest": outputOf(picture, "ship", "pullRequest.url") !== undefined,
    "slipway.shipped": newestRun(picture, "ship")?.status === "succeeded",
    "slipway.previewSeen": picture.previewSeen,
    "slipway.canMerge": canMerge(picture),
    "slipway.live": deployStatus(picture).kind === "live",
    "slipway.empty": runs.length > 0 ? "" : emptiness(picture),
  };
}

function hasClone(picture: Picture): boolean {
  if (newestRun(picture, "clone")?.status === "succeeded") return true;
  return (
    newestRun(picture, "ship")?.stages.some(({ name, status }) => name === "clone" && status === "succeeded") ?? false
  );
}

function emptiness({ folder, connection, repository }: Picture): Emptiness {
  if (connection.kind === "untrusted") return "untrusted";
  if (connection.kind === "unreachable") return "unreachable";
  if (folder === undefined) return "no-folder";
  if (connection.kind === "connecting") return "connecting";
  if (!repository) return "no-repository";
  if (!repository.configured) return "no-config";
  return repository.branch === repository.base ? "on-base" : "no-run";
}
