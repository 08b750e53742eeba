import { awkwardCanary, binaryCanary, bytesWithoutLineFeed, type Canary, wordCanary } from "./canary.ts";

/** A production in whose every column canaries sit, and the masks that keep them there. */
export interface CanaryCompany {
  /** None of these may get out. */
  readonly canaries: readonly Canary[];
  /** This one is kept on purpose: a search that does not find it finds nothing. */
  readonly control: Canary;
  /** Of the role that reads the source: a canary too. */
  readonly password: string;
  readonly sql: string;
  readonly mask: Readonly<Record<string, unknown>>;
}

/** One column: its type, the value of row n as an SQL expression, and its rule. */
interface Column {
  readonly type: string;
  readonly value: string;
  readonly rule: unknown;
}

const emptied = (set: string) => ({ set });

/** @param rows that the tables have. */
export function canaryCompany(rows = 300): CanaryCompany {
  const canaries: Canary[] = [];
  const take = <Kind extends Canary>(canary: Kind): Kind => {
    canaries.push(canary);
    return canary;
  };
  /** A column of texts: each row's own, by an expression of `$`, the text. */
  const texts = (name: string, type: string, rule: unknown, expression = "$", make = wordCanary): [string, Column] => {
    const text = `${quote(take(make(name)).word)} || n`;
    return [name, { type, rule, value: expression.replaceAll("$", `(${text})`) }];
  };
  const control = wordCanary("kept");
  const columns = Object.fromEntries<Column>([
    texts("email", "text NOT NULL UNIQUE", "email", "$ || '@example.com'"),
    texts("full_name", "varchar(60)", "fullName"),
    texts("code", "char(30)", "hash"),
    texts("nick", "name", "text", "$::name"),
    texts("label", "short_text", "text"),
    texts("note", "text", "text"),
    texts("quoted", "text", "text", "$", awkwardCanary),
    texts("upper_note", "text", "text", "upper($)"),
    // Without compression it lies in the TOAST table as it is; with it only a dump shows it.
    texts("long", "text", "text", "repeat($ || ' ', 400)"),
    texts("squeezed", "text", "text", "repeat($ || ' ', 1000)"),
    // The statistics hold the commonest values, and a few bounds.
    texts("common", "text", "text", "left($, 14)"),
    texts("document", "json", "json", "json_build_object('a', jsonb_build_array($, 1))"),
    texts("binary_document", "jsonb", "json", "jsonb_build_object($, jsonb_build_object('b', $))"),
    texts("json_quoted", "json", "json", "json_build_object('a', $)", awkwardCanary),
    texts("page", "xml", emptied("<a/>"), "xmlelement(name p, $)"),
    texts("tags", "text[]", emptied("{}"), "ARRAY[$, 'x', $]"),
    texts("documents", "jsonb[]", emptied("{}"), "ARRAY[to_jsonb($)]"),
    texts("pair", "pair", emptied("(,)"), "ROW($, n)::pair"),
    texts("span", "text_range", emptied("empty"), "text_range($, NULL)"),
    texts("words", "tsvector", emptied(""), "to_tsvector('simple', $)"),
    texts("bytes", "bytea", "hash", "convert_to($, 'UTF8')"),
    binary("ref", "uuid", "uuid", take(uuidCanary())),
    binary("address6", "inet", "ip", take(addressCanary())),
    binary("account", "bigint", "number", take(integerCanary())),
    binary("seen_at", "timestamp", "date", take(timeCanary())),
    ["kept", { type: "text", rule: "keep", value: `${quote(control.word)} || n` }],
  ]);
  const password = take(wordCanary("password of the source's role")).word;
  const largeObject = take(wordCanary("large object")).word;
  const list = Object.entries(columns);
  const sql = `
    CREATE DOMAIN short_text AS varchar(40);
    CREATE TYPE pair AS (a text, b int);
    CREATE TYPE text_range AS RANGE (subtype = text);
    CREATE TABLE people (${["id int PRIMARY KEY", ...list.map(([name, { type }]) => `${name} ${type}`)].join(", ")},
      shouted text GENERATED ALWAYS AS (upper(note)) STORED);
    ALTER TABLE people ALTER long SET STORAGE EXTERNAL;
    INSERT INTO people SELECT n, ${list.map(([, { value }]) => value).join(", ")} FROM generate_series(1, ${rows}) n;
    CREATE INDEX ON people (lower(note));
    CREATE STATISTICS together ON common, label FROM people;
    CREATE TABLE logins (email text REFERENCES people (email), at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE logins_now PARTITION OF logins FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
    INSERT INTO logins SELECT email, '2025-01-01' FROM people;
    CREATE MATERIALIZED VIEW notes AS SELECT id, note, long FROM people;
    SELECT lo_from_bytea(0, ${quote(largeObject)}::bytea);
    CREATE ROLE reader LOGIN PASSWORD ${quote(password)};
    GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
    ANALYZE;`;
  const mask = Object.fromEntries(list.map(([name, { rule }]) => [`people.${name}`, rule]));
  return { canaries, control, password, sql, mask: { ...mask, "logins.at": "keep" } };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

interface Placed extends Canary {
  /** The value of row n as an SQL expression. */
  readonly value: string;
}

function binary(name: string, type: string, rule: unknown, { value }: Placed): [string, Column] {
  return [name, { type, rule, value }];
}

function uuidCanary(): Placed {
  const head = bytesWithoutLineFeed(12);
  const text = head.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return { ...binaryCanary("ref", text, head), value: `('${text}' || to_char(n, 'FM00000000'))::uuid` };
}

function addressCanary(): Placed {
  const head = bytesWithoutLineFeed(12)
    .fill(0x2b, 0, 1)
    .map((byte) => byte | 0x10);
  const words = Buffer.from(head).toString("hex").match(/.{4}/g) ?? [];
  const text = words.map((word) => word.replace(/^0+(?=.)/, "")).join(":");
  return { ...binaryCanary("address6", text, Buffer.from(head)), value: `('${text}:1:' || to_hex(n))::inet` };
}

/** The lowest two bytes are the row's own. */
function integerCanary(): Placed {
  const bytes = bytesWithoutLineFeed(8).fill(0, 0, 2).fill(0x2b, 7);
  const first = bytes.readBigInt64LE();
  // So many digits that the rows do not change.
  return { ...binaryCanary("account", String(first).slice(0, 12), bytes.subarray(2)), value: `${first} + n` };
}

/** Microseconds since 2000; the rows count on in them. */
function timeCanary(): Placed {
  const bytes = bytesWithoutLineFeed(8).fill(0, 0, 2).fill(0, 7).fill(0x02, 6, 7);
  const text = new Date(Date.UTC(2000, 0, 1) + Number(bytes.readBigInt64LE() / 1000n)).toISOString();
  const value = `timestamp '2000-01-01' + (${bytes.readBigInt64LE()} + n) * interval '1 microsecond'`;
  return { ...binaryCanary("seen_at", text.slice(0, 19).replace("T", " "), bytes.subarray(2)), value };
}
