import type { Backup, DeployRequest, Release } from "../target.ts";
import type { ReleaseList } from "./release-list.ts";

/** What is known of a release before it is live. */
export type OpenRelease = Omit<Release, "url">;

/**
 * The entry under which a deploy is noted: the newest one again where its commit is deployed once more, else a new
 * one. What an attempt that failed or was killed has migrated already stays with the release that it was for.
 * @param served what serves now: what went live unnoted is noted first.
 */
export function openRelease(
  list: ReleaseList,
  request: DeployRequest,
  served: { version: string; url: string } | undefined,
): OpenRelease {
  const [unnoted] = list.readWith(served);
  if (unnoted) list.put(unnoted);
  const [newest] = list.read();
  const again = newest?.commit === request.commit ? newest : undefined;
  const number = again?.number ?? (newest?.number ?? 0) + 1;
  const { begun } = list;
  const attempt = again ?? (begun?.number === number && begun.commit === request.commit ? begun : undefined);
  return {
    number,
    commit: request.commit,
    title: request.title,
    pullRequest: request.pullRequest,
    artifact: request.artifact,
    at: again && !again.neverLive ? again.at : Date.now(),
    migrations: attempt?.migrations ?? [],
    backup: attempt?.backup,
    backTo: request.backTo,
    restored: request.restored,
  };
}

/**
 * The release with what is migrated for it. The first backup is the database as it was before all of that, also where an
 * attempt broke off and no ledger tells what it left.
 */
export function withMigrations(
  release: OpenRelease,
  migrations: readonly string[],
  backup: Backup | undefined,
): OpenRelease {
  return {
    ...release,
    migrations: [...new Set([...release.migrations, ...migrations])],
    backup: release.backup ?? backup,
  };
}
