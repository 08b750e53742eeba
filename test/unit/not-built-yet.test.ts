import { expect, test } from "vitest";
import { notBuiltYet } from "../../agent/config/not-built-yet.ts";
import { parseConfig } from "../../agent/config/parse-config.ts";

const said = (text: object) => notBuiltYet(parseConfig(JSON.stringify(text), "slipway.json")).map(({ what }) => what);
const database = { env: "PRODUCTION_ADMIN_URL" };

test("what would be passed over in silence is refused by name", () => {
  expect(
    said({
      app: { processes: { web: "npm start", worker: "npm run worker" } },
      forge: { api: "https://git.acme.test/api/v3" },
      target: { docker: { database, host: "ssh://deploy@shop.acme.test" } },
    }),
  ).toEqual(
    ["app.processes beside web", "forge.api", "target.docker.host"].map(
      (key) => `This version of Slipway cannot do \`${key}\``,
    ),
  );
  expect(said({ app: { processes: { web: "npm start" } }, target: { docker: { database } } })).toEqual([]);
});
