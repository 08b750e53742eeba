import { expect, it, test } from "vitest";
import { detectApp } from "../../agent/detect/detect-app.ts";
import { shellLines } from "../../agent/detect/shell-lines.ts";
import { writeTree } from "../support/write-tree.ts";

/** The checks of an app whose workflow runs a script. */
async function checksOf(script: string) {
  await using tree = await writeTree({
    "package.json": JSON.stringify({
      scripts: { test: "jest", lint: "eslint ." },
      devDependencies: { "@playwright/test": "1" },
    }),
    ".github/workflows/ci.yml": JSON.stringify({
      on: { pull_request: {} },
      jobs: { all: { steps: [{ run: script }] } },
    }),
  });
  const { checks } = await detectApp(tree.directory);
  return Object.fromEntries(checks.map(({ name, run }) => [name, run]));
}

it("takes no comment of a workflow for a check", async () => {
  const script = "# Run the unit tests first\nnpm test -- --ci # all the tests\n  # then lint\nnpm run lint";
  expect(await checksOf(script)).toEqual({ tests: "npm test -- --ci", lint: "npm run lint" });
});

it("takes a command that goes on over several lines as one", async () => {
  const script = "pytest -q \\\n  --cov=app \\\n  tests/\nruff check .";
  expect(await checksOf(script)).toMatchObject({ tests: "pytest -q --cov=app tests/", lint: "ruff check ." });
});

it.each([
  ["npx playwright install --with-deps", "npx playwright test"],
  ["pnpm exec playwright install-deps chromium", "pnpm exec playwright test"],
  ["yarn playwright install --with-deps", "yarn playwright test"],
  ["npx playwright@1.50 install", "npx playwright test"],
  ["npx playwright merge-reports --reporter html ./reports", "npx playwright test"],
  ["npx cypress install", "npx cypress run"],
  ["npx cypress verify", "npx cypress run"],
])("takes %j for preparation, and what follows for the check", async (preparing, run) => {
  expect(await checksOf(`${preparing}\n${run}`)).toMatchObject({ "system-tests": run });
});

it.each(["gem install rspec", "pipx install pytest", "cp .env.test .env", "createdb app_test", "mkdir -p tests/out"])(
  "takes %j for no test",
  async (preparing) => {
    expect(await checksOf(`${preparing}\nrspec`)).toMatchObject({ tests: "rspec" });
  },
);

test.each([
  ["a # b", ["a"]],
  ["#a \\\nb", ["b"]],
  ["curl http://x/#part", ["curl http://x/#part"]],
  ["grep ' # ' file # why", ["grep ' # ' file"]],
  ["a \\\r\n  b\r\n\r\n", ["a b"]],
])("the script %j has the lines %j", (script, lines) => {
  expect(shellLines(script)).toEqual(lines);
});
