import type { ReleaseSummary } from "../protocol/release-summary.ts";
import type { Release } from "./target.ts";
import { wayBack } from "./way-back.ts";

/** A release for whoever lists them, with what going back to it would mean. */
export function summarizeRelease(
  releases: readonly Release[],
  release: Release,
  live: Release | undefined,
): ReleaseSummary {
  const { number, commit, title, pullRequest, at, url, backup, backTo } = release;
  const { ahead, restores } = wayBack(releases, release);
  const isLive = number === live?.number;
  return {
    ...{ number, commit, title, pullRequest, at, url, backup: backup?.place, backTo, live: isLive },
    neverLive: release.neverLive === true,
    ahead: [...ahead],
    restorable: restores !== undefined,
  };
}
