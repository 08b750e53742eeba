import { z } from "zod";

/** The names that a column may be given as its rule. */
const maskRuleNames = [
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
  "json",
  "null",
  "keep",
] as const;

const setSchema = z.strictObject({
  set: z.union([z.string(), z.number(), z.boolean(), z.null()]).describe("The value that stands in every row."),
});

const keepRowsSchema = z.strictObject({
  keepRows: z.string().min(1).describe("Rows that fulfil this SQL condition are not masked: staff who must log in."),
});

const ruleSchema = z.union([z.enum(maskRuleNames), setSchema, keepRowsSchema], {
  error: 'expected a rule\'s name, {"set": …}, or {"keepRows": "…"} for a whole table',
});

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
