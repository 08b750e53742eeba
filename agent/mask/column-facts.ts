/** What is known of a column of the source, as far as masks need it. */
export interface ColumnFacts {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** The type under its domains, without length: "character varying", "integer", "jsonb". */
  readonly type: string;
  /** Plain is what no rule for texts, dates, numbers or JSON has to know more about. */
  readonly kind: "plain" | "array" | "enum" | "composite" | "range";
  /** Of an array: what its elements are, under their domains. */
  readonly element?: Pick<ColumnFacts, "type" | "kind"> | undefined;
  /** Of a composite type, or an array of one: what its fields are called. */
  readonly fields?: readonly string[] | undefined;
  /** The type as the table declares it: "character varying(40)", "label". */
  readonly declared: string;
  /** Characters at most, for varchar(n) and char(n). */
  readonly maxLength?: number | undefined;
  readonly nullable: boolean;
  /** True when a unique index or an exclusion constraint holds the column, alone or with others. */
  readonly unique: boolean;
  /** True when the table's partitions, or theirs, are told apart by it. */
  readonly partitionKey: boolean;
  /** True when PostgreSQL computes it from other columns. Such a column is not copied. */
  readonly generated: boolean;
  /** Columns that foreign keys or links join share a number. */
  readonly joined: number;
  /** The tables that its table inherits the column from, the nearest first. */
  readonly ancestors: readonly { readonly schema: string; readonly table: string }[];
  /** Some values, shortened; of arrays some elements. Production's: never to be shown. */
  readonly samples: readonly string[];
  /** Where its table's rows are looked at, as it stands in FROM; undefined where a standby has none: it is unlogged. */
  readonly from: string | undefined;
}

/** Characters of a JSON document that are looked at: more than of other values, since it is looked at by its parts. */
export const sampledDocument = 4_000;

/** The same of some documents, so that keys are seen that stand far behind. */
export const longestDocument = 64_000;

/** `table.column`, with the schema where it is not `public`. */
export function columnKey({ schema, table, column }: Pick<ColumnFacts, "schema" | "table" | "column">): string {
  return `${tableKey({ schema, table })}.${column}`;
}

/** `table`, with the schema where it is not `public`. */
export function tableKey({ schema, table }: Pick<ColumnFacts, "schema" | "table">): string {
  return schema === "public" ? table : `${schema}.${table}`;
}

/** True for columns of text, whatever the text's type. */
export function isText({ type, kind }: Pick<ColumnFacts, "type" | "kind">): boolean {
  return kind === "plain" && /^(text|character varying|character|bpchar|name|(.*\.)?citext)$/.test(type);
}
