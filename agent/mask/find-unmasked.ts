import { type ColumnFacts, columnKey } from "./column-facts.ts";
import type { MaskRule, MaskRules } from "./mask-rule.ts";

/** A column that looks personal and has no rule. */
export interface UnmaskedColumn {
  /** As a rule's key: `users.email`. */
  readonly column: string;
  /** Why it looks personal, without a value. */
  readonly reason: string;
  readonly proposal: MaskRule;
}

/**
 * The columns that look personal, by name or by content, and for which the rules say nothing: not masked, not kept.
 * A rule on one of several joined columns speaks for all of them.
 */
export function findUnmasked(columns: readonly ColumnFacts[], rules: MaskRules): UnmaskedColumn[] {
  const spokenFor = new Set(
    columns.filter((column) => ruleFor(column, rules) !== undefined).map(({ joined }) => joined),
  );
  return columns.flatMap((column) => {
    if (spokenFor.has(column.joined)) return [];
    const suspicion = suspect(column);
    return suspicion ? [{ column: columnKey(column), ...suspicion }] : [];
  });
}

/** The rule that names this column itself. */
export function ruleFor({ schema, table, column }: ColumnFacts, rules: MaskRules): MaskRule | undefined {
  return rules[`${schema}.${table}.${column}`] ?? rules[`${table}.${column}`];
}

/** The findings as lines for slipway.json, ready to paste. */
export function describeUnmasked(found: readonly UnmaskedColumn[]): string {
  const lines = found.map(
    ({ column, proposal, reason }, index) =>
      `  ${JSON.stringify(column)}: ${JSON.stringify(proposal)}${index < found.length - 1 ? "," : ""} // ${reason}`,
  );
  return `"mask": {\n${lines.join("\n")}\n}`;
}

type Suspicion = Pick<UnmaskedColumn, "reason" | "proposal">;
type Family = "text" | "date" | "json" | "ip" | "uuid" | "bytes" | "other";

/** Names of tables whose `name` is a person's. */
const people =
  /(^|_)(user|customer|client|employee|staff|person|people|member|contact|patient|author|account|admin|lead|student|teacher|guest|subscriber|recipient|owner|profile|driver|tenant_user)s?($|_)/;

/** What a column's name gives away, the more telling first. */
const telling: readonly {
  readonly name: RegExp;
  readonly families: readonly Family[];
  readonly rule: MaskRule;
  readonly reason: string;
}[] = [
  { name: /e_?mail/, families: ["text"], rule: "email", reason: "an e-mail address by its name" },
  {
    name: /pass(word|wd|phrase)|(^|_)pwd|password_?(hash|digest)/,
    families: ["text", "bytes"],
    rule: "hash",
    reason: "a password by its name",
  },
  {
    name: /token|secret|api_?key|access_?key|private_?key|otp|recovery_code|session_?(id|key)$/,
    families: ["text", "bytes", "uuid"],
    rule: "hash",
    reason: "a secret by its name",
  },
  {
    name: /(^|_)(phone|mobile|tel|telephone|fax|cell)(_?(no|nr|number))?($|_)/,
    families: ["text"],
    rule: "phone",
    reason: "a telephone number by its name",
  },
  {
    name: /(card|iban|bic|account|routing)_?(no|nr|number)|^iban$|credit_?card|(^|_)(ssn|tax_?id|vat_?id|passport|national_?id|social_security)/,
    families: ["text"],
    rule: "hash",
    reason: "an identity or bank number by its name",
  },
  {
    name: /first_?name|given_?name|(^|_)forename|middle_?name/,
    families: ["text"],
    rule: "firstName",
    reason: "a person's name by its name",
  },
  {
    name: /last_?name|family_?name|surname|maiden_?name/,
    families: ["text"],
    rule: "lastName",
    reason: "a person's name by its name",
  },
  {
    name: /full_?name|display_?name|(contact|customer|user|recipient|billing|shipping|holder|author|person)_?name|^user_?name$|^login$|^nick_?name$/,
    families: ["text"],
    rule: "fullName",
    reason: "a person's name by its name",
  },
  {
    name: /(^|_)(street|address|addr|line_?[123]|house_?number)($|_|\d)/,
    families: ["text"],
    rule: "address",
    reason: "a postal address by its name",
  },
  {
    name: /(^|_)(zip|zip_?code|postal_?code|post_?code|postcode)($|_)/,
    families: ["text"],
    rule: "postcode",
    reason: "part of a postal address by its name",
  },
  { name: /(^|_)(city|town)($|_)/, families: ["text"], rule: "city", reason: "part of a postal address by its name" },
  {
    name: /birth|(^|_)(dob|born)($|_)/,
    families: ["text", "date"],
    rule: "date",
    reason: "a date of birth by its name",
  },
  {
    name: /(^|_)ip(_?addr(ess)?)?($|_)|remote_addr/,
    families: ["text", "ip"],
    rule: "ip",
    reason: "an IP address by its name",
  },
];

const email = /[\w.+-]+@[\w-]+\.[a-z]{2,}/i;
const phone = /^\+?[\d ().\-/]{7,20}$/;

function suspect(column: ColumnFacts): Suspicion | undefined {
  // It is computed anew from what it is computed from, masked.
  if (column.generated) return undefined;
  const family = familyOf(column.type);
  const name = column.column.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
  const table = column.table.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
  const told = telling.find((one) => one.name.test(name) && one.families.includes(family));
  if (told) return { reason: told.reason, proposal: fitting(told.rule, column) };
  if (name === "name" && family === "text" && people.test(table)) {
    return { reason: "a person's name, as the table is about people", proposal: fitting("fullName", column) };
  }
  return suspectContent(column, family);
}

function suspectContent(column: ColumnFacts, family: Family): Suspicion | undefined {
  const { samples } = column;
  const mails = samples.filter((value) => email.test(value)).length;
  if (mails > 0) {
    const mostly = family === "text" && samples.filter((value) => /^\S+@\S+$/.test(value)).length > samples.length / 2;
    const proposal = mostly ? "email" : family === "text" ? "text" : family === "json" ? "json" : "null";
    return { reason: "its values hold e-mail addresses", proposal: fitting(proposal, column) };
  }
  const phones = samples.filter((value) => phone.test(value) && looksDialled(value)).length;
  if (family === "text" && phones > 0 && phones > samples.length / 4) {
    return { reason: "its values look like telephone numbers", proposal: fitting("phone", column) };
  }
  return undefined;
}

/** A number that is only digits may be anything; a date is no telephone number. */
function looksDialled(value: string): boolean {
  const digits = value.replaceAll(/\D/g, "").length;
  return digits >= 7 && digits <= 15 && /^\+|[ ()/-]/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value);
}

function familyOf(type: string): Family {
  if (/^(text|character|citext|"?char|name)/.test(type) && !type.endsWith("[]")) return "text";
  if (/^(date|timestamp)/.test(type)) return "date";
  if (/^jsonb?$/.test(type)) return "json";
  if (/^(inet|cidr)$/.test(type)) return "ip";
  if (type === "uuid") return "uuid";
  return type === "bytea" ? "bytes" : "other";
}

/** A proposal must be one that the column can take. */
function fitting(rule: MaskRule, { nullable }: ColumnFacts): MaskRule {
  return rule === "null" && !nullable ? { set: "" } : rule;
}
