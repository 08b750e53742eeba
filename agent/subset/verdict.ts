import { qualifiedName, quoteIdentifier } from "../database/identifiers.ts";
import { Problem } from "../problem.ts";
import type { Reference } from "./references.ts";
import type { TargetDatabase } from "./target-database.ts";

/**
 * Asks the finished target itself whether any reference is broken that the source vouches for.
 * @throws Problem: then nothing may be called done.
 */
export async function proveReferences(target: TargetDatabase, references: readonly Reference[]): Promise<void> {
  const proven = references.filter(
    ({ validated, when, parentLeaf }) => validated && when === undefined && parentLeaf === undefined,
  );
  const broken = await Promise.all(
    proven.map(async (reference) => ({ reference, rows: await countOrphans(target, reference) })),
  );
  const violations = broken.filter(({ rows }) => rows > 0);
  if (violations.length === 0) return;
  throw new Problem({
    what: "The subset breaks foreign keys",
    where: violations.map(({ reference, rows }) => `${reference.label}: ${rows} rows`).join(", "),
    next: "This is a defect of Slipway; the target has been emptied.",
    code: "subset-broken",
  });
}

async function countOrphans(target: TargetDatabase, { child, parent, pairs }: Reference): Promise<number> {
  const present = pairs.map((pair) => `c.${quoteIdentifier(pair.child)} IS NOT NULL`);
  const equal = pairs.map(
    (pair) => `p.${quoteIdentifier(pair.parent)} ${pair.operator} c.${quoteIdentifier(pair.child)}`,
  );
  const [row] = await target.query<{ rows: number }>(
    `SELECT count(*)::int AS rows FROM ${tableOnly(child)} AS c WHERE ${present.join(" AND ")}
        AND NOT EXISTS (SELECT FROM ${tableOnly(parent)} AS p WHERE ${equal.join(" AND ")})`,
  );
  return row?.rows ?? 0;
}

function tableOnly(table: Reference["child"]): string {
  return `${table.partitioned ? "" : "ONLY "}${qualifiedName(table)}`;
}
