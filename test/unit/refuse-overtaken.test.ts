import { expect, test } from "vitest";
import type { Repository } from "../../agent/repository/repository.ts";
import { quietContext } from "../../agent/run/quiet-context.ts";
import type { Services } from "../../agent/run/services.ts";
import type { GateFacts } from "../../agent/run/stages/gate.ts";
import { refuseOvertaken } from "../../agent/run/stages/refuse-overtaken.ts";
import type { Release, Target } from "../../agent/target/target.ts";

/** Deploys a commit over a live one, in a history that is a straight line of letters up to the base's tip. */
function deploy(commit: string, live: string | undefined, { tip = "c", served = true } = {}): Promise<void> {
  const repository: Partial<Repository> = {
    commit: async (ref) => ref,
    isAncestor: async (ancestor, descendant) => ancestor <= descendant,
    state: async () => ({ base: { branch: "main", sha: tip } }) as Awaited<ReturnType<Repository["state"]>>,
  };
  const release = live === undefined ? undefined : ({ number: 7, commit: live, title: "" } as Release);
  const target: Partial<Target> = {
    live: async () => (served ? release : undefined),
    releases: async () => (release ? [release] : []),
  };
  const services = { repository: repository as Repository } as Partial<Services> as Services;
  const facts = { base: { branch: "main", sha: tip } } as GateFacts;
  return refuseOvertaken(services, facts, commit, target as Target, quietContext());
}

test("the first release, a newer one and the same again pass", async () => {
  await deploy("a", undefined);
  await deploy("b", "a");
  await deploy("b", "b");
});

test("a commit that a newer release holds is refused, also while nothing serves", async () => {
  const overtaken = { code: "overtaken", where: "release 7 (b)" };
  await expect(deploy("a", "b")).rejects.toMatchObject(overtaken);
  await expect(deploy("a", "b", { served: false })).rejects.toMatchObject(overtaken);
});

test("what the base branch does not hold any more may be replaced", async () => {
  await deploy("a", "c", { tip: "b" });
});
