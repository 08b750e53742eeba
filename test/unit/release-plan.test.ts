import { expect, test } from "vitest";
import { releasePlan } from "../../agent/run/plans/release.ts";
import type { Services } from "../../agent/run/services.ts";

test("from the merge on a release is not cancelled: what is merged goes live", () => {
  const services = { repository: { root: "/shop" } } as Partial<Services> as Services;
  const plan = releasePlan(services, "change", {});
  expect(plan.stages.map(({ name }) => name)).toEqual(["gate", "merge", "deploy", "verify", "announce"]);
  expect(plan.pointOfNoReturn).toBe("merge");
});
