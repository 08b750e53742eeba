import type { ReleaseSummary } from "./release-summary.ts";

/** What going back to a release takes along, in words. */
export function goingBackTakes({ ahead, restorable }: Pick<ReleaseSummary, "ahead" | "restorable">): string {
  if (ahead.length === 0) return "code";
  return restorable ? "code and database" : "code; no backup of the database";
}
