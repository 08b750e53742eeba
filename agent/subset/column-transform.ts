/**
 * Changes one value on its way out of the source, before it is stored anywhere. Values are in PostgreSQL's text
 * format; NULL never reaches a transform. Returning null writes NULL.
 */
export type ColumnTransform = (value: string) => string | null;

/** Which columns are transformed. Undefined means that the value is copied as it is. */
export interface ColumnTransforms {
  forColumn(column: ColumnName): ColumnTransform | undefined;
}

export interface ColumnName {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}
