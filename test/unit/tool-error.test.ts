import { expect, test } from "vitest";
import { toolError } from "../../agent/migrations/tool-error.ts";

const nodePgMigrate = `> Migrating files:
> - 2_add-days
Error executing:
ALTER TABLE products ADD COLUMN days int CHECK (days > 2);
error: check constraint "days" is violated by some row

> Rolling back attempted migration ...
error: new row violates check constraint "days"
    at Parser.parseErrorMessage (parser.js:285:98)
  length: 260,
  severity: 'ERROR',
  detail: undefined,
${Array.from({ length: 12 }, (_, index) => `  field${index}: undefined,`).join("\n")}
}`;

test.each([
  ["node-pg-migrate", nodePgMigrate, 'error: new row violates check constraint "days"\n    at Parser'],
  ["psql", "CREATE TABLE\npsql:2.sql:4: ERROR:  division by zero\n", "psql:2.sql:4: ERROR:  division by zero"],
  [
    "alembic",
    'Traceback:\n  File "x"\npsycopg.errors.NotNullViolation: column "a"',
    "psycopg.errors.NotNullViolation: column",
  ],
  ["Node", "at 1\nTypeError [ERR_X]: no\n    at 2", "TypeError [ERR_X]: no\n    at 2"],
])("what %s failed of comes first", (_, output, start) => {
  expect(toolError(output).slice(0, start.length)).toBe(start);
  expect(toolError(output).split("\n").length).toBeLessThanOrEqual(12);
});

test("where no line names an error, the end is shown", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  expect(toolError(lines.join("\n"))).toBe(lines.slice(-12).join("\n"));
});
