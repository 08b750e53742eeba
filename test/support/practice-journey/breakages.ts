import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Journey } from "../practice-journey.ts";
import { failureOf, stageStatuses } from "../run-result.ts";
import { allSucceeded } from "./proposal.ts";

interface Breakage {
  /** The ticket whose fix it breaks; the starter's where there is none. */
  readonly ticket?: number;
  readonly stages: Readonly<Record<string, string>>;
  readonly failed: string;
  readonly says: RegExp;
}

/** Which stages are not to succeed when the fix is broken so, and what is said about it. */
const breakages: Readonly<Record<string, Breakage>> = {
  "migration-fails": {
    stages: { migrate: "failed", check: "skipped", preview: "skipped", propose: "skipped" },
    failed: "migrate",
    says: /violates check constraint|is violated by some row/,
  },
  "test-fails": { stages: { check: "failed", propose: "skipped" }, failed: "check", says: /Delivered tomorrow/ },
  "page-answers-500": { stages: { preview: "failed", propose: "skipped" }, failed: "preview", says: /answers 500/ },
  "health-never-ok": { stages: { preview: "failed", propose: "skipped" }, failed: "preview", says: /\/healthz/ },
  "duplicates-stay": {
    ticket: 5,
    stages: { prove: "failed", propose: "skipped" },
    failed: "prove",
    says: /2 values of reviews \(customer_id, product_id\) occur more than once, in 4 rows/,
  },
};

/** Prepared fixes that are wrong in one way each. */
export function describeBreakages({ shop }: Journey, names: readonly string[]): void {
  describe("a fix that is broken", () => {
    test.each(names)("fails in exactly the stage that it breaks: %s", async (name) => {
      const breakage = breakages[name];
      if (!breakage) throw new Error(`There is no breakage ${name}`);
      const { company, anotherClone } = shop();
      const { git, slipway } = await anotherClone(name);
      await git("switch", "--quiet", "--create", `broken-${name}`);
      const patch = join(import.meta.dirname, "..", "practice-breakages", `${name}.patch`);
      const fix = company.fixes.find(({ ticket }) => ticket === (breakage.ticket ?? company.ticket));
      if (!fix) throw new Error(`Ticket ${breakage.ticket} comes without a fix`);
      for (const change of [fix.patch, patch]) await git("apply", "--index", change);
      await git("commit", "--quiet", "--message", `Break it: ${name}`);

      const result = await slipway(["ship"]);
      expect(stageStatuses(result)).toEqual({ ...allSucceeded, ...breakage.stages });
      expect(result).toMatchObject({ exitCode: 1, last: { status: "failed", pullRequestUrl: null } });
      const problem = failureOf(result, breakage.failed);
      expect(problem.why).toMatch(breakage.says);
      expect(problem.next).toBeTruthy();
      expect(await git("ls-remote", "origin", `broken-${name}`)).toBe("");
      // Nobody goes on with it; the machine is small.
      expect(await slipway(["preview", "stop", `broken-${name}`])).toMatchObject({
        last: { kind: "preview", up: false },
        exitCode: 0,
      });
    });
  });
}
