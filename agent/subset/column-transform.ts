/**
 * Changes one value on its way out of the source, before it is stored anywhere. Values are in PostgreSQL's text
 * format; NULL never reaches a transform. Returning null writes NULL.
 */
export type ColumnTransform = (value: string) => string | null;

/** Is computed by the source in the column's place, from the columns of the same row. NULL stays NULL. */
export interface ColumnExpression {
  readonly sql: string;
}

/** What becomes of columns, and which rows stay as they are. */
export interface ColumnTransforms {
  /** Undefined means that the value is copied as it is. */
  forColumn(column: ColumnName): ColumnTransform | ColumnExpression | undefined;
  /** The SQL condition of the rows that are copied as they are; undefined where there are none. */
  keptRows?(table: TableName): string | undefined;
  /** What a person should know, a sentence each. */
  readonly notes?: readonly string[] | undefined;
}

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export interface ColumnName extends TableName {
  readonly column: string;
}
