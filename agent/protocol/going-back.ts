import type { ReleaseSummary } from "./release-summary.ts";

/** Whether a release can serve again as it did: one that is live can where a later one has changed its database. */
export function canGoBackTo({ live, neverLive, restorable }: ReleaseSummary): boolean {
  return live ? restorable : !neverLive;
}

/** What going back to a release takes along, in words; empty where it is live as it was. */
export function goingBackTakes(release: ReleaseSummary): string {
  const { live, neverLive, ahead, restorable } = release;
  if (neverLive) return "never live";
  if (live) return restorable ? "the database alone" : "";
  if (ahead.length === 0) return "code";
  return restorable ? "code and database" : "code; no backup of the database";
}
