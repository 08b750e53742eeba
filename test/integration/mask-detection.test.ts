/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { maskSource } from "../../agent/mask/mask-source.ts";
import { proposeMasks } from "../../agent/mask/propose-masks.ts";
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
