import { expect, test } from "vitest";
import { withMigrations } from "../../agent/target/hosted/open-release.ts";

test("a release that is tried again keeps the backup, and its date, from before anything was done for it", () => {
  const artifact = { kind: "artifact", id: "", name: "" } as const;
  const monday = { place: "monday.dump", at: 1 };
  const tuesday = { place: "tuesday.dump", at: 2 };
  const attempt = (migrations: string[]) => ({ number: 2, commit: "c", title: "", artifact, at: 1, migrations });
  expect(withMigrations({ ...attempt(["one"]), backup: monday }, ["two"], tuesday)).toMatchObject({
    migrations: ["one", "two"],
    backup: monday,
  });
  // It may have left what no ledger tells of.
  expect(withMigrations({ ...attempt([]), backup: monday }, ["one"], tuesday)).toMatchObject({ backup: monday });
  expect(withMigrations(attempt([]), ["one"], tuesday)).toMatchObject({ migrations: ["one"], backup: tuesday });
});
