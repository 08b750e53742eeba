import { z } from "zod";
import { parseJsonPath } from "../../mask/json-path.ts";

/** What a value may be replaced with, whether it fills a column or stands in a JSON document. */
const valueRules = [
  "email",
  "fullName",
  "firstName",
  "lastName",
  "phone",
  "address",
  "city",
  "postcode",
  "ip",
  "uuid",
  "hash",
  "date",
  "number",
  "text",
  "null",
  "keep",
] as const;

const setSchema = z.strictObject({
  set: z.union([z.string(), z.number(), z.boolean(), z.null()]).describe("The value that stands in every row."),
});

const dateSchema = z.strictObject({
  rule: z.literal("date"),
  days: z.int().min(1).max(36_500).describe("A date moves by at most so many days, earlier or later."),
});

const numberSchema = z.strictObject({
  rule: z.literal("number"),
  within: z.number().gt(0).lt(1).describe("A number changes by at most this share of itself: 0.1 is a tenth."),
});

const pathRuleSchema = z.union([z.enum(valueRules), setSchema, dateSchema, numberSchema], {
  error: 'expected a rule\'s name but json, {"set": …}, {"rule": "date", "days": …} or {"rule": "number", "within": …}',
});

const jsonSchema = z.strictObject({
  rule: z.literal("json"),
  paths: z
    .record(
      z.string().refine((path) => parseJsonPath(path) !== undefined, 'expected a path such as "$.customer.email"'),
      pathRuleSchema,
    )
    .refine((paths) => Object.keys(paths).length > 0, 'must not be empty: "json" alone empties the document')
    .describe("What becomes of which values: `$.customer.email`, `$.items[*].note`, `$..phone`."),
});

const sqlSchema = z.strictObject({
  sql: z.string().min(1).describe("An SQL expression over the row's columns; the source computes it. NULL stays NULL."),
});

const keepRowsSchema = z.strictObject({
  keepRows: z
    .string()
    .min(1)
    .describe("Rows that fulfil this SQL condition are always there, and are not masked: staff who must log in."),
});

const ruleSchema = z.union(
  [z.enum([...valueRules, "json"]), setSchema, dateSchema, numberSchema, jsonSchema, sqlSchema, keepRowsSchema],
  {
    error:
      'expected a rule\'s name, {"set": …}, {"rule": "date", "days": …}, {"rule": "number", "within": …}, {"rule": "json", "paths": …}, {"sql": "…"}, or {"keepRows": "…"} for a whole table',
  },
);

/** `table.column` or `schema.table.column` to its rule; `table` or `schema.table` to the rows that are kept as they are. */
export const maskSchema = z
  .record(z.string(), ruleSchema)
  .superRefine((mask, context) => {
    for (const [key, rule] of Object.entries(mask)) {
      const parts = key.split(".").length;
      const forTable = typeof rule === "object" && "keepRows" in rule;
      const fits = key.split(".").every((part) => part !== "") && (forTable ? parts <= 2 : parts === 2 || parts === 3);
      const message = forTable
        ? "keepRows is for a table: write `table`"
        : "a rule is for a column: write `table.column`";
      if (!fits) context.addIssue({ code: "custom", message, path: [key] });
    }
  })
  .default({});
