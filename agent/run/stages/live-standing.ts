import type { Repository } from "../../repository/repository.ts";
import type { Release, Target } from "../../target/target.ts";

/** How a commit stands to what is live: the same, after it, before it, or on another line. */
export type LiveStanding = "same" | "after" | "before" | "apart";

/**
 * What production serves; where nothing serves just now (plain processes end with the agent), what it served last:
 * that is where its database stands.
 */
export async function lastRelease(target: Target): Promise<Release | undefined> {
  return (await target.live()) ?? (await target.releases()).find(({ neverLive }) => !neverLive);
}

/** @param commit one that the repository holds. */
export async function standingTo(
  live: Release | undefined,
  commit: string,
  repository: Repository,
): Promise<LiveStanding> {
  if (!live) return "after";
  if (live.commit === commit) return "same";
  if ((await repository.commit(live.commit)) === undefined) return "apart";
  if (await repository.isAncestor(live.commit, commit)) return "after";
  return (await repository.isAncestor(commit, live.commit)) ? "before" : "apart";
}

/** A release as messages name it. */
export function inWords({ number, commit, title }: Release): string {
  return `release ${number} (${commit.slice(0, 8)}${title && `, “${title}”`})`;
}
