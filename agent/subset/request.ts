import type { Connection } from "../database/connection.ts";
import type { SchemaDumper } from "../database/schema-dumper.ts";
import type { ColumnTransforms } from "./column-transform.ts";

/** What to copy, from where, to where. */
export interface SubsetRequest {
  /** Only ever read: a read-only role or a hot standby is enough. */
  readonly source: Connection;
  /** A database that holds nothing. It is emptied again when the subset fails or is cancelled. */
  readonly target: Connection;
  /** The target does not exist yet: it is made, from a template of the schema that stays on its server. */
  readonly create?: boolean | undefined;
  /** Points "rows in the source" to "rows kept"; between them the line is straight on log-log paper. */
  readonly curve?: Readonly<Record<string, number>> | undefined;
  /** Same source, same seed, same rows. */
  readonly seed: number;
  /** How many tables are read at once. Default 4. */
  readonly jobs?: number | undefined;
  /** By `table` or `schema.table`. */
  readonly tables: Readonly<Record<string, TableRule>>;
  /** A table, by `table` or `schema.table`, that is kept whole where it is there: the team's name for its ledger. */
  readonly ledger?: string | undefined;
  readonly links?: readonly Link[] | undefined;
  readonly schemas?: readonly string[] | undefined;
  /** As a function they are made while the source is already read; when it fails the target was never written to. */
  readonly transforms: ColumnTransforms | "unmasked" | (() => Promise<ColumnTransforms>);
  readonly dumper: SchemaDumper;
}

/** How many rows of a table, or which. */
export type TableRule =
  | "all"
  | number
  | {
      readonly rows?: "all" | number | undefined;
      /** Only rows that fulfil this SQL condition are chosen (rows that a key needs come all the same). */
      readonly where?: string | undefined;
      /** Rows that fulfil this SQL condition are always there. */
      readonly include?: string | undefined;
    };

/** A reference that no foreign key declares. */
export interface Link {
  /** `table.column` or `schema.table.column`. */
  readonly from: string;
  readonly to: string;
  /** For polymorphic references: the SQL condition on the referring row under which it holds. */
  readonly when?: string | undefined;
}

/** What was done, for people and programs (DESIGN §4.2). */
export interface SubsetReport {
  readonly tables: readonly TableReport[];
  readonly rows: number;
  /** Bytes that went over the wire as rows. */
  readonly bytes: number;
  readonly seconds: number;
  /** Seconds by phase. Some phases overlap. */
  readonly phases: Readonly<Record<string, number>>;
  /** What is not in the target as it is in the source, a sentence each. */
  readonly notes: readonly string[];
}

export interface TableReport {
  readonly schema: string;
  readonly name: string;
  /** Exact for small tables, else estimated from the table's size. */
  readonly sourceRows: number;
  readonly targetRows: number;
  readonly rows: number;
  /** Rows that were drawn; the others came because a key needs them. */
  readonly sampled: number;
  /** Why `rows` is not `targetRows`, and what about the sample is not uniform. */
  readonly because: readonly string[];
}
