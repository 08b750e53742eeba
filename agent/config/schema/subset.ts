import { z } from "zod";
import { defaultSeed } from "../default-seed.ts";

const rowCount = z.int().min(0);

const tableSchema = z.union(
  [
    z.literal("all"),
    rowCount,
    z.strictObject({
      rows: z.union([z.literal("all"), rowCount], { error: 'expected "all" or a number of rows' }).optional(),
      where: z.string().min(1).optional().describe("Only rows that fulfil this SQL condition are chosen."),
      include: z.string().min(1).optional().describe("Rows that fulfil this SQL condition are always there."),
    }),
  ],
  { error: 'expected "all", a number of rows, or {rows, where, include}' },
);

const columnSchema = z.string().regex(/^[^.]+(\.[^.]+){1,2}$/, "expected table.column or schema.table.column");

const linkSchema = z.strictObject({
  from: columnSchema.describe("The column that refers, as table.column."),
  to: columnSchema.describe("The column that is referred to."),
  when: z.string().min(1).optional().describe("For polymorphic links: the SQL condition under which it holds."),
});

const curveSchema = z
  .record(z.string(), z.int().min(1))
  .superRefine((curve, context) => {
    const points = Object.entries(curve).map(([rows, kept]) => ({ rows: Number(rows), kept, key: rows }));
    points.sort((a, b) => a.rows - b.rows);
    const wrong = (message: string, key?: string) =>
      context.addIssue({ code: "custom", message, path: key === undefined ? [] : [key] });
    if (points.length < 2) wrong('needs at least two points, such as {"10": 3, "1000000": 10000}');
    for (const [index, { key, rows, kept }] of points.entries()) {
      const before = points[index - 1];
      if (!/^[1-9]\d*$/.test(key)) wrong("expected a number of rows as the key", key);
      else if (kept > rows) wrong(`keeps more rows (${kept}) than there are (${rows})`, key);
      else if (before && kept < before.kept) wrong(`keeps fewer rows than the point ${before.key}`, key);
    }
  })
  .default({ "10": 3, "1000000": 10000 });

/** Which rows are chosen. */
export const subsetSchema = z
  .strictObject({
    curve: curveSchema.describe("Points of the curve: rows in production to rows kept."),
    seed: z.int().default(defaultSeed).describe("Same source, same seed, same rows."),
    tables: z
      .record(z.string(), tableSchema)
      .default({})
      .describe('By table: "all", a number, or {rows, where, include}.'),
    links: z.array(linkSchema).default([]).describe("References that no foreign key declares."),
  })
  .prefault({});
