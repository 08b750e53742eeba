import { expect, test } from "vitest";
import { type OpenRelease, withMigrations } from "../../agent/target/hosted/open-release.ts";

const monday = { place: "monday.dump", at: 1 };
const tuesday = { place: "tuesday.dump", at: 2 };

function attempt(migrations: string[]): OpenRelease {
  const artifact = { kind: "artifact", id: "", name: "" } as const;
  return { number: 2, commit: "c", title: "", artifact, at: 1, migrations, backup: monday };
}

test("a release that is tried again keeps the backup from before all that was applied for it", () => {
  expect(withMigrations(attempt(["one"]), ["two"], tuesday)).toMatchObject({
    migrations: ["one", "two"],
    backup: monday,
  });
});

test("where the attempt before has applied nothing, the newer backup lacks nothing", () => {
  expect(withMigrations(attempt([]), ["one"], tuesday)).toMatchObject({ migrations: ["one"], backup: tuesday });
  expect(withMigrations(attempt([]), ["one"], undefined)).toMatchObject({ backup: monday });
});
