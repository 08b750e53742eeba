import { expect, test } from "vitest";
import { plainSql } from "../../agent/database/pg-dump-dumper.ts";

test("takes psql's own lines, newer settings and what connects out of a dump, and nothing else", () => {
  const entry = (type: string, sql: string) => `--\n-- Name: x; Type: ${type}; Schema: -; Owner: -\n--\n\n${sql}\n\n`;
  const kept = entry("TABLE", "CREATE TABLE public.t (id integer);");
  const dump = [
    "\\restrict abc\nSET statement_timeout = 0;\nSET transaction_timeout = 0;\n",
    entry("SCHEMA", "CREATE SCHEMA public;"),
    entry("USER MAPPING", "CREATE USER MAPPING FOR me SERVER s OPTIONS (\n    password 'a;b'\n);"),
    kept,
    "\\unrestrict abc\n",
  ].join("");
  expect(plainSql(dump)).toBe(
    `SET statement_timeout = 0;\n${entry("SCHEMA", "CREATE SCHEMA IF NOT EXISTS public;")}${kept}`,
  );
});
