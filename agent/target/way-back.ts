import type { Release } from "./target.ts";

/** What it takes to have another release serve than the one that does. */
export interface WayBack {
  readonly to: Release;
  /** Migrations that production's database has and the release does not know, oldest first. */
  readonly ahead: readonly string[];
  /** Migrations that the release knows and production's database lacks, since it was restored. */
  readonly behind: readonly string[];
  /**
   * The release before whose migrations the database was kept as `to` knows it; undefined where there is no such backup
   * and where there is nothing to restore.
   */
  readonly restores?: Release | undefined;
}

/** @param releases all of a target, newest first, `to` among them. */
export function wayBack(releases: readonly Release[], to: Release): WayBack {
  const { before, after, now } = schemas(releases.toReversed());
  const wanted = after.get(to.backTo ?? to.number) ?? new Set();
  const ahead = [...now.difference(wanted)];
  const isAsWanted = ({ number }: Release) => before.get(number)?.symmetricDifference(wanted).size === 0;
  return {
    to,
    ahead,
    behind: [...wanted.difference(now)],
    // A migration that broke off may have left something that no ledger tells of.
    restores:
      ahead.length > 0 || releases[0]?.neverLive
        ? releases.find((one) => one.backup !== undefined && isAsWanted(one))
        : undefined,
  };
}

/**
 * The release that one goes back to where none is named: the one before what serves, whether that came by going back or
 * not; what serves itself where a later one only changed the database.
 */
export function releaseBefore(releases: readonly Release[], from: Release): Release | undefined {
  if (releases[0]?.neverLive) return from;
  const number = from.backTo ?? from.number;
  return releases.find((one) => one.number < number && one.backTo === undefined && !one.neverLive);
}

/** Which migrations the database had before and after each release, and now. */
function schemas(releases: readonly Release[]) {
  const before = new Map<number, ReadonlySet<string>>();
  const after = new Map<number, ReadonlySet<string>>();
  let now: ReadonlySet<string> = new Set();
  for (const { number, migrations, restored } of releases) {
    if (restored) {
      const origin = releases.find(({ backup }) => backup?.place === restored.backup);
      now = before.get(origin?.number ?? number) ?? now;
    }
    before.set(number, now);
    now = now.union(new Set(migrations));
    after.set(number, now);
  }
  return { before, after, now };
}
