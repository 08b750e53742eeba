/** One thing of a schema that has a statement of its own, as read from the catalogues. */
export interface SchemaObject {
  /** Its address in the catalogues: `pg_class/16390`. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** The schema it lives in, unquoted; null where it lives in none. */
  readonly schema: string | null;
  /** Qualified and quoted, for messages and for a steady order. */
  readonly name: string;
  /** One statement or several, each closed by a semicolon. */
  readonly sql: string;
  /** The address of the table that it is a part of, if it is one. */
  readonly table: string | null;
  /** Addresses that must exist before it, where the catalogues do not say so themselves. */
  readonly needs: readonly string[] | null;
}

/** In the order in which objects are made where no dependency decides. */
export const objectKinds = [
  "schema",
  "extension",
  "collation",
  "type",
  "domain check",
  "routine",
  "table",
  "partition attachment",
  "sequence",
  "default",
  "check",
  "view",
  "index",
  "unique constraint",
  "index attachment",
  "statistics",
  "foreign key",
  "unproven constraint",
  "trigger",
  "rule",
  "row security",
  "policy",
  "event trigger",
] as const;

export type ObjectKind = (typeof objectKinds)[number];

/** True for what rows do not need: it is made after they are loaded. */
export function isPostData(kind: ObjectKind): boolean {
  return objectKinds.indexOf(kind) >= objectKinds.indexOf("index");
}

/** True for what rows cannot be loaded without. */
export function holdsRows(kind: ObjectKind): boolean {
  return objectKinds.indexOf(kind) <= objectKinds.indexOf("sequence") && kind !== "routine" && kind !== "domain check";
}

/** One query of the catalogues; its rows are {@link SchemaObject}s without their kind. */
export interface CatalogueQuery {
  readonly kind: ObjectKind;
  /** Selects id, schema, name, sql and, where they apply, "table" and needs. */
  readonly sql: string;
}
