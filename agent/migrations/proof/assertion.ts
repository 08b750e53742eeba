import * as z from "zod/mini";

const tableName = z.object({ schema: z.string(), name: z.string() });
const about = {
  table: tableName,
  columns: z.array(z.string()),
  /** What of the table the assertion holds for: all rows where it has partitions, else not those of its children. */
  partitioned: z.boolean(),
};

/** What a migration says of rows that were there before it, by the names that tables and columns had then. */
export const assertion = z.discriminatedUnion("kind", [
  z.object({ ...about, kind: z.literal("notNull") }),
  z.object({ ...about, kind: z.literal("unique"), nullsNotDistinct: z.boolean() }),
  z.object({
    ...about,
    kind: z.literal("foreignKey"),
    parent: tableName,
    parentColumns: z.array(z.string()),
    parentPartitioned: z.boolean(),
    /** MATCH FULL: a key that is NULL in part breaks it too. */
    full: z.boolean(),
  }),
]);
export type Assertion = z.infer<typeof assertion>;
export type TableName = z.infer<typeof tableName>;

/** "reviews (customer_id, product_id)", for people. */
export function placeOf({ table, columns }: Pick<Assertion, "table" | "columns">): string {
  return `${shownTable(table)} (${columns.join(", ")})`;
}

/** What is asserted, as a sentence without a full stop. */
export function describeAssertion(asserted: Assertion): string {
  const place = placeOf(asserted);
  switch (asserted.kind) {
    case "notNull":
      return `${place} is never NULL`;
    case "unique":
      return `${place} is unique`;
    case "foreignKey":
      return `${place} refers to ${placeOf({ table: asserted.parent, columns: asserted.parentColumns })}`;
  }
}

/** The table as people write it: a schema is named where it is not the usual one. */
export function shownTable({ schema, name }: TableName): string {
  return schema === "public" ? name : `${schema}.${name}`;
}
