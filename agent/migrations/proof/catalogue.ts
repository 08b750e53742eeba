/**
 * What a database's tables promise, for a comparison within the same database: an oid or a column's number means the
 * same thing before and after a migration, whatever that renames.
 */
export type Catalogue = readonly CatalogueTable[];

export interface CatalogueTable {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly partitioned: boolean;
  /** The oids of the tables that it inherits from, or is a partition of. */
  readonly parents: readonly string[];
  readonly columns: readonly CatalogueColumn[];
  readonly keys: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly conditions: readonly Condition[];
}

export interface CatalogueColumn {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

/** A primary key, a UNIQUE constraint or a unique index. */
export interface UniqueKey {
  readonly oid: string;
  readonly name: string;
  /** 0 for an expression. */
  readonly columns: readonly number[];
  readonly nullsNotDistinct: boolean;
  /** Whole columns as they compare by themselves: no WHERE, no expression, no other operator class or collation. */
  readonly plain: boolean;
}

export interface ForeignKey {
  readonly columns: readonly number[];
  readonly parent: string;
  readonly parentColumns: readonly number[];
  readonly full: boolean;
  readonly validated: boolean;
}

/** A CHECK or an EXCLUDE constraint. */
export interface Condition {
  readonly oid: string;
  readonly kind: "CHECK" | "EXCLUDE";
  readonly name: string;
  /** 0 for an expression of an EXCLUDE. */
  readonly columns: readonly number[];
  readonly definition: string;
  readonly validated: boolean;
}
