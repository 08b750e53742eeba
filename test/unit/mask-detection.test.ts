import { describe, expect, test } from "vitest";
import type { ColumnFacts } from "../../agent/mask/column-facts.ts";
import { describeUnmasked, findUnmasked } from "../../agent/mask/find-unmasked.ts";
import type { MaskRule } from "../../agent/mask/mask-rule.ts";
import { columnFacts as facts } from "../support/column-facts.ts";

const found = (...columns: ColumnFacts[]) => findUnmasked(columns, {});

describe("by name", () => {
  test.each([
    ["users.email", "email"],
    ["users.EMailAddress", "email"],
    ["users.password_digest", "hash"],
    ["sessions.token", "hash"],
    ["users.firstName", "firstName"],
    ["users.surname", "lastName"],
    ["employees.name", "fullName"],
    ["readers.name", "fullName"],
    ["orders.billing_address", "address"],
    ["addresses.line1", "address"],
    ["addresses.zip", "postcode"],
    ["users.mobile_number", "phone"],
    ["payments.iban", "hash"],
  ])("%s looks personal by its name: %s", (name, proposal) => {
    expect(findUnmasked([facts(name)], {})).toMatchObject([{ proposal }]);
  });

  test("dates of birth and IP addresses look personal whatever their type", () => {
    expect(
      findUnmasked([facts("users.birth_date", { type: "date" }), facts("logins.ip", { type: "inet" })], {}),
    ).toMatchObject([{ proposal: "date" }, { proposal: "ip" }]);
    expect(findUnmasked([facts("passengers.born_on", { type: "date" })], {})).toMatchObject([{ proposal: "date" }]);
  });

  test.each([
    "products.name",
    "users.id",
    "orders.status",
    "shipments.description",
    "users.capacity",
    "pages.skip",
    "tickets.relay",
  ])("%s does not", (name) => {
    expect(findUnmasked([facts(name, { samples: ["abc", "2024-01-01", "12345678"] })], {})).toEqual([]);
  });

  test("a flag or a number about mail is none", () => {
    expect(
      findUnmasked(
        [facts("users.email_verified", { type: "boolean" }), facts("users.phone_count", { type: "integer" })],
        {},
      ),
    ).toEqual([]);
  });

  test("looks into the values, without showing them", () => {
    const columns = [
      facts("logs.message", { samples: ["hello", "sent to bob@mail.test"] }),
      facts("users.contact", { samples: ["bob@mail.test", "ann@mail.test"] }),
      facts("users.data", { type: "jsonb", samples: ['{"to": "bob@mail.test"}'] }),
      facts("users.tags", { type: "text[]", kind: "array", nullable: false, samples: ["{bob@mail.test}"] }),
      facts("users.line", { samples: ["+1 (555) 010-2000", "+1 555 0103000"] }),
    ];
    const found = findUnmasked(columns, {});
    expect(found.map(({ proposal }) => proposal)).toEqual([
      "text",
      "email",
      { rule: "json", paths: { "$.to": "email" } },
      { set: "{}" },
      "phone",
    ]);
    expect(JSON.stringify(found)).not.toContain("bob");
    // What is proposed can be pasted and is then accepted.
    const pasted = JSON.parse(`{${describeUnmasked(found).replaceAll(/ \/\/.*$/gm, "")}}`).mask;
    expect(findUnmasked(columns, pasted)).toEqual([]);
  });

  test("arrays are looked at by their elements, composite types by their fields, hstore and XML by their name", () => {
    const array = (type: string) => ({
      type: `${type}[]`,
      kind: "array" as const,
      element: { type, kind: "plain" as const },
    });
    const composite = (...fields: string[]) => ({ type: "place", kind: "composite" as const, fields });
    const columns = [
      facts("users.phone_numbers", array("text")),
      facts("users.lines", { ...array("text"), samples: ["+1 (555) 010-2000", "+1 555 0103000"] }),
      facts("users.visited", { ...array("inet"), column: "ips" }),
      facts("users.papers", { ...array("jsonb"), nullable: false, samples: ['{"email": "x"}'] }),
      facts("users.home_address", composite("a", "b")),
      facts("users.ship_to", { ...composite("id", "street", "zip_code"), nullable: false }),
      facts("users.past", {
        type: "place[]",
        kind: "array",
        element: { type: "place", kind: "composite" },
        fields: ["phone"],
      }),
      facts("users.password", { type: "extensions.hstore" }),
      facts("users.address", { type: "xml" }),
    ];
    const found = findUnmasked(columns, {});
    expect(found.map(({ column }) => column)).toEqual(columns.map(({ table, column }) => `${table}.${column}`));
    expect(found.map(({ proposal }) => proposal)).toEqual([
      "null",
      "null",
      "null",
      { set: "{}" },
      "null",
      { set: "(,,)" },
      "null",
      "null",
      "null",
    ]);
    expect(found[5]?.reason).toBe("its field street: a postal address by its name");
    const others = [
      facts("users.tags", { ...array("text"), samples: ["a", "b"] }),
      facts("users.phone_counts", array("integer")),
      facts("users.size", composite("width", "height")),
    ];
    expect(findUnmasked(others, {})).toEqual([]);
  });

  test("joined columns are proposed one rule, which all of them take", () => {
    const columns = [
      facts("people.contact", { joined: 1, samples: ["ann@mail.test"] }),
      facts("staff.contact", { joined: 1, nullable: false, samples: ["mail bob@mail.test or call"] }),
      facts("people.about", { joined: 2, type: "bytea", samples: ["bob@mail.test"] }),
      facts("staff.about", { joined: 2, type: "bytea", nullable: false, samples: ["bob@mail.test"] }),
      facts("people.data", { joined: 3, type: "jsonb", samples: ['{"email": "a"}'] }),
      facts("staff.data", { joined: 3, type: "jsonb", samples: ['{"phone": "b"}'] }),
    ];
    const proposals = findUnmasked(columns, {}).map(({ proposal }) => proposal);
    const json = { rule: "json", paths: { "$.email": "email", "$.phone": "phone" } };
    expect(proposals).toEqual(["email", "email", "hash", "hash", json, json]);
  });

  test("a rule on one joined column speaks for the others", () => {
    const columns = [facts("users.email", { joined: 1 }), facts("orders.email", { joined: 1 }), facts("leads.email")];
    expect(findUnmasked(columns, { "users.email": "email" }).map(({ column }) => column)).toEqual(["leads.email"]);
  });

  test.each<[string, MaskRule]>([
    ["kunden.Telefonnummer", "phone"],
    ["kunde.kundentelefonnummer", "phone"],
    ["kunden.name", "fullName"],
    ["kontakte.geburtsdatum", "date"],
    ["kontakte.straße", "address"],
    ["benutzer.nachname", "lastName"],
    ["utilisateurs.prénom", "firstName"],
    ["utilisateurs.mot_de_passe", "hash"],
    ["clients.nom", "fullName"],
    ["clients.code_postal", "postcode"],
    ["clientes.correo_electronico", "email"],
    ["clientes.apellido_materno", "lastName"],
    ["clientes.fecha_de_nacimiento", "date"],
    ["utenti.cognome", "lastName"],
    ["utenti.codice_fiscale", "hash"],
    ["utenti.città", "city"],
    ["usuarios.senha", "hash"],
    ["usuarios.endereço", "address"],
    ["klanten.achternaam", "lastName"],
    ["klanten.huisnummer", "address"],
    ["klienci.hasło", "hash"],
    ["klienci.pesel", "hash"],
    ["kunder.fødselsdato", "date"],
    ["t.useremail", "email"],
    ["t.USER_FNAME", "firstName"],
    ["t.work_mobile_no", "phone"],
    ["t.passwordHash", "hash"],
    ["t.current_sign_in_ip", "ip"],
    ["t.national_id", "hash"],
  ])("%s is %s in its language", (name, proposal) => {
    expect(found(facts(name))).toMatchObject([{ column: name, proposal }]);
  });

  test.each([
    "produkte.name",
    "productos.nombre",
    "user_roles.name",
    "schools.schoolname",
    "rooms.capacidade",
    "books.resenha",
    "t.email_verified",
    "t.email_template",
    "t.token_type",
    "t.mobile_os",
    "t.zip_file",
    "t.hotel",
    "t.velocity",
    "t.membership",
    "t.via",
    "t.export",
    "t.nationality",
    "t.clipboard",
    "t.model_name",
    "t.file_name",
    "t.ip_version",
    "t.portable",
    "t.handle",
    "t.estado",
  ])("%s is nothing personal", (name) => {
    expect(found(facts(name))).toEqual([]);
  });

  test("numbers that identify somebody are, a count or an id is not", () => {
    const number = { type: "bigint", samples: ["4917012345678"] };
    expect(found(facts("t.phone", number), facts("t.phone_id", number), facts("t.token_count", number))).toMatchObject([
      { column: "t.phone", proposal: "number" },
    ]);
  });
});

describe("by content", () => {
  const some = (value: (index: number) => string) => Array.from({ length: 20 }, (_, index) => value(index));

  test.each<[string, MaskRule, string[], Partial<ColumnFacts>?]>([
    ["IBANs", "hash", ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"]],
    ["card numbers", "hash", ["4111 1111 1111 1111", "5500005555555559"]],
    ["card numbers", "number", ["4111111111111111", "5500005555555559"], { type: "bigint" }],
    ["IP addresses", "ip", ["203.0.113.7", "2001:db8::1"]],
    ["IP addresses of the type", "ip", ["203.0.113.7"], { type: "inet" }],
    ["people's names", "fullName", ["Ann Miller", "Robert J. Smith", "Julia van Dyk"]],
    ["hashes", "hash", ["$2b$12$abcdefghijklmnopqrstuu", "x"]],
    ["signed tokens", "hash", ["eyJhbGciOiJI.eyJzdWIi.c2ln"]],
  ])("%s: %j", (_, proposal, samples, more = {}) => {
    const findings = found(facts("t.c", { samples, ...more }));
    expect(findings).toMatchObject([{ column: "t.c", proposal }]);
    expect(findings[0]?.reason).not.toContain(samples[0]);
  });

  test.each<[string, string[], Partial<ColumnFacts>?]>([
    ["numbers of goods", some((index) => `AB12CDEF${100_000 + index * 37}`)],
    ["long numbers", some((index) => String(4_000_000_000_000_000 + index * 7)), { type: "bigint" }],
    ["versions", ["1.2.3", "10.4.0", "2.0.0-rc.1"]],
    ["titles", ["Red Chair", "Large Table", "Oak Bench", "Grace Lamp"]],
    ["places", ["New York", "Los Angeles", "San José"]],
    ["numbers", ["12345678", "2024-01-01", "0.125"]],
    ["networks", ["10.0.0.0/8", "10.1.0.0/16"], { type: "cidr" }],
  ])("%s are not personal", (_, samples, more = {}) => {
    expect(found(facts("t.c", { samples, ...more }))).toEqual([]);
  });

  test("in documents, by the names of keys and by values, never naming a key that is data", () => {
    const samples = [
      '{"user": {"firstName": "Ann", "id": 7}, "log": [{"msg": "to bob@mail.test"}], "phone": 4917012345678}',
      '{"rates": {"bob@mail.test": "bob@mail.test"}, "plan": "free", "cut": "off',
    ];
    const column = facts("t.data", { type: "jsonb", samples });
    const paths = { "$.user.firstName": "firstName", "$.log.msg": "text", "$.phone": "number", "$.rates.*": "email" };
    const [finding] = found(column);
    expect(finding).toMatchObject({ proposal: { rule: "json", paths } });
    expect(JSON.stringify(finding)).not.toMatch(/bob|Ann/);
    const rule = { rule: "json", paths: { "$.user.firstName": "keep", "$.log": "text", "$.rates": "null" } } as const;
    const rest = findUnmasked([column], { "t.data": rule });
    expect(rest).toMatchObject([{ proposal: { rule: "json", paths: { ...rule.paths, "$.phone": "number" } } }]);
  });

  test("a rule with paths speaks for no more than they lead to, and keys that are addresses want the whole rule", () => {
    const column = facts("t.data", { type: "jsonb", samples: ['{"bob@mail.test": 1}'] });
    expect(found(column)).toMatchObject([{ proposal: "json" }]);
    expect(findUnmasked([column], { "t.data": "json" })).toEqual([]);
  });

  test("what is proposed is what the column can take", () => {
    const email = (more: Partial<ColumnFacts>) => found(facts("t.email", more))[0]?.proposal;
    expect(email({ partitionKey: true })).toBe("keep");
    expect(email({ unique: true, maxLength: 14 })).toBe("text");
    expect(found(facts("t.birthday", { type: "date", unique: true, nullable: false }))[0]?.proposal).toBe("keep");
    expect(email({ generated: true })).toBeUndefined();
  });
});
