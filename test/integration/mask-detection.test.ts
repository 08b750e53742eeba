/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { maskSource } from "../../agent/mask/mask-source.ts";
import { proposeMasks } from "../../agent/mask/propose-masks.ts";
import { withReadingSession } from "../../agent/mask/reading-session.ts";
import { timeBudget } from "../../agent/mask/time-budget.ts";
import { unwatched } from "../../agent/work.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let server: TestPostgres;
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server?.stop());

/** A source of its own with this in it. */
async function sourceWith(schema: string): Promise<Connection> {
  const source = await createDatabase(server.connection, `source_${made++}`);
  await sql(source, schema);
  return source;
}

/** What is proposed for it, by column. What is proposed can be pasted: it is taken as it is. */
async function proposed(source: Connection): Promise<Record<string, unknown>> {
  const found = await proposeMasks(source, unwatched());
  const section = Object.fromEntries(found.map(({ column, proposal }) => [column, proposal]));
  const masks = await maskSource({ source, section, key: Buffer.alloc(32, 3) }, unwatched());
  expect(masks.findings).toEqual([]);
  return section;
}

describe("types in types", () => {
  test("domains over domains are what they stand on, with its length", async () => {
    const source = await sourceWith(`
      CREATE DOMAIN plain AS varchar(30); CREATE DOMAIN address AS plain; CREATE DOMAIN mail AS address CHECK (VALUE LIKE '%@%');
      CREATE TABLE users (email mail, contact mail, birthday text);
      INSERT INTO users SELECT 'u' || g || '@mail.test', 'u' || g || '@mail.test' FROM generate_series(1, 9) g`);
    expect(await proposed(source)).toEqual({
      "users.email": "email",
      "users.contact": "email",
      "users.birthday": "date",
    });
    await expect(
      maskSource({ source, section: { "users.email": { set: "x".repeat(31) } }, key: Buffer.alloc(32) }, unwatched()),
    ).rejects.toThrow("the value is too long");
  });

  test("arrays, also of domains and composite types, are looked at element by element", async () => {
    const source = await sourceWith(`
      CREATE DOMAIN dialled AS text; CREATE DOMAIN numbers AS dialled[];
      CREATE TYPE place AS (street text, town text);
      CREATE TABLE users (phone_numbers text[], lines numbers NOT NULL, notes text[], papers jsonb[], places place[], tags text[]);
      INSERT INTO users SELECT NULL, ARRAY['+1 (555) 010-' || 1000 + g, '+1 555 0103' || 100 + g],
             array_fill('x'::text, ARRAY[9]) || ('ask u' || g || '@mail.test'),
             ARRAY['{}', jsonb_build_object('email', 'e' || g)], NULL, '{a,b}'
        FROM generate_series(1, 30) g`);
    expect(await proposed(source)).toEqual({
      "users.phone_numbers": "null",
      "users.lines": { set: "{}" },
      "users.notes": "null",
      "users.papers": "null",
      "users.places": "null",
    });
  });

  test("composite types, hstore and XML are found by name, and get a rule that they take", async () => {
    const source = await sourceWith(`
      CREATE SCHEMA extensions; CREATE EXTENSION hstore SCHEMA extensions;
      CREATE TYPE place AS (street text, town text);
      CREATE TABLE users (address place NOT NULL, secrets extensions.hstore NOT NULL, passport xml NOT NULL, size int);
      INSERT INTO users VALUES (ROW('a', 'b'), 'a=>b', '<a/>', 1)`);
    expect(await proposed(source)).toEqual({
      "users.address": { set: "(,)" },
      "users.secrets": { set: "" },
      "users.passport": { set: "" },
    });
  });
});

describe("values are seen wherever they are", () => {
  const mail = "'u' || g || '@mail.test'";

  test("in rows that came late, in few rows, and behind the begin of a long text", async () => {
    const source = await sourceWith(`
      CREATE TABLE events (id int, filler text, remark text, origin text, seldom text, once text);
      INSERT INTO events SELECT g, repeat('x', 400), CASE WHEN g > 9000 THEN ${mail} END,
             CASE WHEN g % 10 = 3 THEN repeat('no address here ', 30) || ${mail} END,
             CASE WHEN g % 2000 = 0 THEN ${mail} END, NULL FROM generate_series(1, 10000) g;
      CREATE TABLE huge (begun text, behind text);
      ALTER TABLE huge ALTER begun SET STORAGE EXTERNAL, ALTER behind SET STORAGE EXTERNAL;
      INSERT INTO huge SELECT ${mail} || repeat(' x', 1000000), repeat('x ', 400000) || ${mail} FROM generate_series(1, 3) g;
      CREATE TABLE wide (id int, filler text, once text); ALTER TABLE wide ALTER filler SET STORAGE PLAIN;
      INSERT INTO wide SELECT g, repeat('x', 3900), CASE g WHEN 5999 THEN ${mail} END FROM generate_series(1, 6000) g`);
    expect(await proposed(source)).toEqual({
      "events.remark": "email",
      "events.origin": "text",
      "events.seldom": "email",
      "huge.begun": "text",
      "huge.behind": "text",
      "wide.once": "email",
    });
  });

  test("behind the begin of a long text that is compared whatever its case", async () => {
    const source = await sourceWith(`
      CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE letters (body text COLLATE blind, parts text[] COLLATE blind);
      INSERT INTO letters SELECT repeat('no address here ', 30) || 'ann@mail.test', ARRAY[repeat('x ', 300)]`);
    expect(await proposed(source)).toEqual({ "letters.body": "text" });
  });

  test("in the last pages of a table that is all but empty", async () => {
    const source = await sourceWith(
      `
      CREATE TABLE left_over (id int, filler text, remark text) WITH (autovacuum_enabled = off);
      INSERT INTO left_over SELECT g, repeat('x', 400), ${mail} FROM generate_series(1, 10000) g;
      DELETE FROM left_over WHERE id < 9990; VACUUM left_over;
      CREATE TABLE lonely (id int, filler text, remark text) WITH (autovacuum_enabled = off);
      ALTER TABLE lonely ALTER filler SET STORAGE PLAIN;
      INSERT INTO lonely SELECT g, repeat('x', 7000), ${mail} FROM generate_series(1, 4000) g;
      DELETE FROM lonely WHERE id <> 3999; VACUUM lonely`.replaceAll(/VACUUM \w+;?/g, ""),
    );
    expect(await proposed(source)).toEqual({ "left_over.remark": "email", "lonely.remark": "email" });
  });

  test("in long documents; of those that are longer than what is looked at a word is demanded", async () => {
    const source = await sourceWith(`
      CREATE TABLE papers (id int, draft jsonb, body json, endless jsonb);
      INSERT INTO papers SELECT g, jsonb_build_object('a', repeat('x', 30000), 'z', jsonb_build_object('phone', g)),
             json_build_object('phone', g, 'a', repeat('y', 90000), 'contact', ${mail}),
             jsonb_build_object('a', (SELECT jsonb_agg(n) FROM generate_series(1, 20000) n))
        FROM generate_series(1, 50) g`);
    expect(await proposed(source)).toEqual({
      "papers.draft": { rule: "json", paths: { "$.z.phone": "number" } },
      "papers.body": "json",
      "papers.endless": "json",
    });
    const section = {
      "papers.draft": "keep",
      "papers.body": "keep",
      "papers.endless": { rule: "json", paths: { "$.b": "text" } },
    } as const;
    const masks = await maskSource({ source, section, key: Buffer.alloc(32, 3) }, unwatched());
    expect(masks.findings).toEqual([]);
  });
});

test("what ends the session of a question is what is said of it", async () => {
  const asked = withReadingSession(server.connection, (client) =>
    timeBudget(9_000, 9_000).ask(client, () => client.query("SELECT pg_terminate_backend(pg_backend_pid())")),
  );
  await expect(asked).rejects.toMatchObject({ code: "57P01" });
});

test("a question that takes too long is given up, and so are further ones when the time is used up", async () => {
  const answers = await withReadingSession(server.connection, async (client) => {
    const budget = timeBudget(300, 200);
    const wait = (seconds: number) => budget.ask(client, () => client.query(`SELECT pg_sleep(${seconds})`));
    const [quick, ...slow] = [await wait(0), await wait(30), await wait(30), await wait(0)];
    const { rows } = await client.query("SHOW statement_timeout");
    return { quick: quick?.rowCount, slow, rows };
  });
  expect(answers).toEqual({ quick: 1, slow: [undefined, undefined, undefined], rows: [{ statement_timeout: "1min" }] });
});
