import type { Connection } from "./connection.ts";

/** Reads a database's schema as SQL that an empty database of the same or a newer version accepts. */
export interface SchemaDumper {
  /** For the report: "pg_dump 15.18" or "catalogue". */
  readonly name: string;
  /**
   * The schema without data, owners, grants, subscriptions and psql's own commands.
   * @throws Problem where the schema holds something that this dumper cannot express: it is named, never left out.
   */
  dump(request: SchemaRequest): Promise<DumpedSchema>;
}

/** A schema in parts that are made one after the other, each plain SQL for one multi-statement query. */
export interface DumpedSchema {
  /** Everything that rows need. */
  readonly preData: string;
  /** Indexes that need nothing but their table: they may be made in any order, and several at once. */
  readonly indexes: readonly DumpedIndex[];
  /** The rest of what comes after the rows, in its order: foreign keys, triggers and what needs them. */
  readonly postData: string;
}

/** An index, or a key with the index behind it. */
export interface DumpedIndex {
  readonly schema: string;
  readonly table: string;
  /** Wants an empty search path, as all of a dump does. */
  readonly sql: string;
}

export type SchemaSection = "pre-data" | "post-data";

export interface SchemaRequest {
  readonly source: Connection;
  /** The source's major version, where the caller knows it. */
  readonly major?: number | undefined;
  /** An exported snapshot (`pg_export_snapshot()`) that the dump joins, so that schema and rows are of one instant. */
  readonly snapshot?: string | undefined;
  /** Only these schemas; absent means all but the system's own. */
  readonly schemas?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}
