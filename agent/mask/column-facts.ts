/** What is known of a column of the source, as far as masks need it. */
export interface ColumnFacts {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** The type under its domain, without length: "character varying", "integer", "jsonb". */
  readonly type: string;
  /** Characters at most, for varchar(n) and char(n). */
  readonly maxLength?: number | undefined;
  readonly nullable: boolean;
  /** True when a unique index holds the column, alone or with others. */
  readonly unique: boolean;
  /** Columns that foreign keys or links join share a number. */
  readonly joined: number;
  /** Some values, shortened. Production's: never to be shown. */
  readonly samples: readonly string[];
}

/** What a configuration says about a column. */
export type MaskRule =
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
  | "keep"
  | { readonly set: string | number | boolean | null };

/** By `table.column` or `schema.table.column`. */
export type MaskRules = Readonly<Record<string, MaskRule>>;

/** `table.column`, with the schema where it is not `public`. */
export function columnKey({ schema, table, column }: Pick<ColumnFacts, "schema" | "table" | "column">): string {
  return schema === "public" ? `${table}.${column}` : `${schema}.${table}.${column}`;
}
