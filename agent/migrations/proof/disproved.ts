import { Problem } from "../../problem.ts";
import { type Assertion, describeAssertion, placeOf } from "./assertion.ts";
import { type BreakingRows, describeBreaking, listingSql } from "./breaking-rows.ts";

/** Production breaks what a migration asserts, and the migration does not mend it. */
export function disproved(asserted: Assertion, breaking: BreakingRows, applied: readonly string[]): Problem {
  return new Problem({
    what: "The migration would fail in production",
    where: `${placeOf(asserted)}, ${applied.join(", ")}`,
    why: `it asserts that ${describeAssertion(asserted)}, but in production ${describeBreaking(asserted, breaking)}; with such a row in the clone it fails`,
    next: `${repair(asserted)} in the migration, before the assertion; commit, and ship again. This lists them, where you may read production: ${listingSql(asserted)}`,
    code: "migration-disproved",
  });
}

function repair(asserted: Assertion): string {
  switch (asserted.kind) {
    case "notNull":
      return "Give these rows a value";
    case "unique":
      return "Remove or change all but one row of each value";
    case "foreignKey":
      return "Remove these rows, change what they refer to or set it to NULL";
  }
}
