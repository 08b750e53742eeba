import { Problem } from "../../problem.ts";
import type { Sightings } from "./probe.ts";

/** @throws Problem "deploy-noticed" where visitors noticed the deploy otherwise than by the new page. */
export function requireUnnoticed(sightings: Sightings, url: string): void {
  const why = complaint(sightings);
  if (why === undefined) return;
  throw new Problem({ what: "Visitors noticed the deploy", where: url, why, code: "deploy-noticed" });
}

function complaint({ requests, failures, before, after, relapses }: Sightings): string | undefined {
  if (failures.length > 0)
    return `${failures.length} of ${requests} requests failed: ${[...new Set(failures)].join(", ")}`;
  if (before === 0) return `none of ${requests} requests got the old page before the switch`;
  if (after === 0) return `none of ${requests} requests got the changed page after the switch`;
  if (relapses > 0) return `${relapses} requests got the old page after the switch`;
  return undefined;
}
