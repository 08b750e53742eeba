import { expect, test } from "vitest";
import { readPlainDump } from "../../agent/database/plain-dump.ts";

const entry = (type: string, sql: string) => `--\n-- Name: x; Type: ${type}; Schema: -; Owner: -\n--\n\n${sql}\n\n`;

test("takes psql's own lines, newer settings and what connects out of a dump, and nothing else", () => {
  const kept = entry("TABLE", "CREATE TABLE public.t (id integer);");
  const dump = [
    "\\restrict abc\nSET statement_timeout = 0;\nSET transaction_timeout = 0;\n",
    entry("SCHEMA", "CREATE SCHEMA public;"),
    entry("USER MAPPING", "CREATE USER MAPPING FOR me SERVER s OPTIONS (\n    password 'a;b'\n);"),
    kept,
    "\\unrestrict abc\n",
  ].join("");
  const settings = "SET statement_timeout = 0;\n";
  expect(readPlainDump(dump)).toEqual({
    preData: `${settings}${entry("SCHEMA", "CREATE SCHEMA IF NOT EXISTS public;")}${kept}`,
    indexes: [],
    postData: settings,
  });
});

test("tells indexes by their table as long as nothing stands between that they may need", () => {
  const key = entry("CONSTRAINT", 'ALTER TABLE ONLY public."odd ""name"\n    ADD CONSTRAINT "a b" PRIMARY KEY (id);');
  const index = entry("INDEX", 'CREATE UNIQUE INDEX "t.on public.x" ON "Odd".t USING btree (lower((a ->> \'ON\')));');
  const view = entry("VIEW", "CREATE VIEW public.v AS SELECT id FROM public.t GROUP BY id;");
  const late = entry("INDEX", "CREATE INDEX late ON public.t USING btree (b);");
  const { preData, indexes, postData } = readPlainDump(
    `SET a = 1;\n${entry("TABLE", "CREATE TABLE public.t ();")}${key}${index}${view}${late}`,
  );
  expect(preData).not.toContain("PRIMARY KEY");
  expect(indexes).toEqual([
    { schema: "public", table: 'odd "name', sql: key },
    { schema: "Odd", table: "t", sql: index },
  ]);
  expect(postData).toBe(`SET a = 1;\n${view}${late}`);
});
