import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryUrl } from "../support/practice-company.ts";
import { stageOutput } from "../support/run-result.ts";
import { type SecondCompany, secondCompany } from "../support/second-repository.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

/** Migrates the database to which Flyway's variables lead, and knows of no other. */
const command = `DESK_DB="postgres://$FLYWAY_USER:$FLYWAY_PASSWORD@\${FLYWAY_URL#jdbc:postgresql://}" node node_modules/knex/bin/cli.js migrate:latest # in flyway's place`;

describe("a migration by Flyway", { timeout: 300_000, tags: ["postgres", "git"] }, () => {
  let home: SlipwayHome;
  let company: SecondCompany;

  beforeAll(async () => {
    home = await slipwayHome({ SLIPWAY_RUNTIME: "process" });
    company = await secondCompany(home);
    await company.configure((text) =>
      text.replace('"node node_modules/knex/bin/cli.js migrate:latest"', () => JSON.stringify(command)),
    );
  }, 300_000);

  afterAll(async () => {
    await company?.stop();
    await home?.remove();
  }, 120_000);

  test("is told the clone in its own variables", async () => {
    const shipped = await company.slipway(["ship", "--ticket", "1"]);
    expect(shipped).toMatchObject({ exitCode: 0 });
    expect(stageOutput(shipped, "migrate")).toMatchObject({ applied: ["20261123_due_dates.js"] });
  });

  test("is told production in them too", async () => {
    expect(await company.slipway(["merge"])).toMatchObject({ exitCode: 0, last: { status: "succeeded" } });
    const due = "SELECT count(*) AS missing FROM loans WHERE due_on IS NULL";
    expect(await queryUrl(company.productionUrl, due)).toEqual([{ missing: "0" }]);
  });
});
