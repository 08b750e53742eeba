import { describe, expect, it } from "vitest";
import { splitStatements } from "../../agent/migrations/plain-sql/statements.ts";
import { wantsTransaction } from "../../agent/migrations/plain-sql/transaction.ts";

const texts = (sql: string) => splitStatements(sql).map(({ text }) => text);

describe("splitting", () => {
  it.each([
    ["two", "select 1; select 2", ["select 1;", "select 2"]],
    ["strings", "select ';', 'it''s;'; select 2;", ["select ';', 'it''s;';", "select 2;"]],
    ["escapes", "select E'\\';'; select 2;", ["select E'\\';';", "select 2;"]],
    ["a name that ends in e", "select type'\\'; select 2", ["select type'\\';", "select 2"]],
    ["identifiers", 'select "a;""b"; select 2;', ['select "a;""b";', "select 2;"]],
    ["comments", "select 1 -- no; end\n; /* a; /* b; */ c; */ select 2;", ["select 1 -- no; end\n;", "select 2;"]],
    [
      "dollar quotes",
      "do $$ begin; end $$; do $x$ a; $$ b; $x$; select $1;",
      ["do $$ begin; end $$;", "do $x$ a; $$ b; $x$;", "select $1;"],
    ],
    ["dollars in names", "select a$b; select c$b;", ["select a$b;", "select c$b;"]],
    [
      "atomic bodies",
      "create function f() begin atomic select case when true then 1 end; select 2; end; select 3;",
      ["create function f() begin atomic select case when true then 1 end; select 2; end;", "select 3;"],
    ],
    ["nothing", " ;; -- only a comment\n /* and this */ ", []],
    ["what is never closed", "select 'a; b", ["select 'a; b"]],
  ])("minds %s", (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it("says on which line a statement begins", () => {
    const sql = "-- head\n\nselect 1;\n/* two\nlines */\nselect\n 2;";
    expect(splitStatements(sql).map(({ line }) => line)).toEqual([3, 6]);
  });
});

describe("a transaction", () => {
  it.each([
    ["create table a (b int); insert into a values (1);", true],
    ["create index concurrently a on b (c);", false],
    ["-- concurrently\nselect 'concurrently';", true],
    ["begin; select 1; commit;", false],
    ["create function f() returns int language sql begin atomic select 1; end;", true],
    ["savepoint a; rollback to a;", true],
    ["vacuum a;", false],
  ])("for %s: %s", (sql, expected) => {
    expect(wantsTransaction(splitStatements(sql))).toBe(expected);
  });
});
