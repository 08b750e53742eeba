import type { Forge } from "../../../forge/forge.ts";
import { Outdated } from "../../outdated.ts";
import { movedBase } from "./moved-base.ts";

/** @throws Outdated where the base has moved since the gate looked: what was checked is not what would go live. */
export async function refuseBehind(
  forge: Forge,
  pullRequest: { number: number; url: string; head: string },
  base: string,
): Promise<void> {
  const { behindBy } = await forge.compare(base, pullRequest.head);
  if (behindBy === 0) return;
  const why = `others merge into ${base} faster than this change can be checked with what they merged`;
  throw new Outdated(
    "gate",
    movedBase(pullRequest, base, { why, next: "Nothing was merged. Merge again in a minute." }),
  );
}
