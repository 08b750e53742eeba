import type { Connection } from "./connection.ts";

/** Reads a database's schema as SQL that an empty database of the same or a newer version accepts. */
export interface SchemaDumper {
  /** For the report: "pg_dump 15.18" or "catalogue". */
  readonly name: string;
  /**
   * One section of the schema, without data, owners, grants, subscriptions and psql's own commands: plain SQL for one
   * multi-statement query. `pre-data` is everything that rows need, `post-data` indexes, constraints and triggers.
   * @throws Problem where the schema holds something that this dumper cannot express: it is named, never left out.
   */
  dump(section: SchemaSection, request: SchemaRequest): Promise<string>;
}

export type SchemaSection = "pre-data" | "post-data";

export interface SchemaRequest {
  readonly source: Connection;
  /** An exported snapshot (`pg_export_snapshot()`) that the dump joins, so that schema and rows are of one instant. */
  readonly snapshot?: string | undefined;
  /** Only these schemas; absent means all but the system's own. */
  readonly schemas?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}
