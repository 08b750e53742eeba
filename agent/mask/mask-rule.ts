/** The rules that need nothing but their name. */
export type RuleName =
  | "email"
  | "fullName"
  | "firstName"
  | "lastName"
  | "phone"
  | "address"
  | "city"
  | "postcode"
  | "ip"
  | "uuid"
  | "hash"
  | "date"
  | "number"
  | "text"
  | "json"
  | "null"
  | "keep";

/** The same value in every row. */
export interface SetRule {
  readonly set: string | number | boolean | null;
}

/** A date that moves by at most so many days, either way. */
export interface DateRule {
  readonly rule: "date";
  readonly days: number;
}

/** A number that changes by at most this share of itself, either way: 0.1 is a tenth. */
export interface NumberRule {
  readonly rule: "number";
  readonly within: number;
}

/** What an SQL expression over the row's own columns gives. */
export interface SqlRule {
  readonly sql: string;
}

/** What becomes of a value inside a JSON document. */
export type PathRule = Exclude<RuleName, "json"> | SetRule | DateRule | NumberRule;

/** A JSON document in which only what these paths lead to changes. */
export interface JsonRule {
  readonly rule: "json";
  readonly paths: Readonly<Record<string, PathRule>>;
}

/** What a configuration says about a column. */
export type MaskRule = RuleName | SetRule | DateRule | NumberRule | JsonRule | SqlRule;

/** By `table.column` or `schema.table.column`. */
export type MaskRules = Readonly<Record<string, MaskRule>>;

/** What a rule does, whatever its settings. */
export function ruleKind(rule: MaskRule): RuleName | "set" | "sql" {
  if (typeof rule === "string") return rule;
  if ("rule" in rule) return rule.rule;
  return "set" in rule ? "set" : "sql";
}
