import { expect, test } from "vitest";
import { conditionalStages } from "../../agent/run/graph.ts";
import { releasePlan } from "../../agent/run/plans/release.ts";
import type { Services } from "../../agent/run/services.ts";

const services = { repository: { root: "/shop" } } as Partial<Services> as Services;
const plan = releasePlan(services, "change", {});

test("from the merge on a release is not cancelled: what is merged goes live", () => {
  expect(plan.pointOfNoReturn).toBe("merge");
});

test("a branch is checked again between the gate and the merge, where it is behind its base and only there", () => {
  const conditional = conditionalStages(plan.stages);
  const names = plan.stages.map(({ name }) => name);
  expect(names.filter((name) => !conditional.has(name))).toEqual(["gate", "merge", "deploy", "verify", "announce"]);
  expect(names.filter((name) => conditional.has(name))).toEqual([
    "update",
    "clone",
    "build",
    "migrate",
    "prove",
    "check",
    "preview",
    "propose",
    "confirm",
  ]);
});
