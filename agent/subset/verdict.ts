import { qualifiedName } from "../database/identifiers.ts";
import { Problem } from "../problem.ts";
import { countBreaking } from "./catalogue/broken-references.ts";
import type { Reference } from "./catalogue/references.ts";
import { countEach } from "./count-each.ts";
import type { Copied } from "./load/copy-rows.ts";
import type { TargetDatabase } from "./load/target-database.ts";
import { readValidKeys, type ValidKeys } from "./load/valid-keys.ts";

/**
 * Asks the finished target itself whether it holds what was copied, and whether any reference is broken that the source
 * vouches for. A key that PostgreSQL has validated over these rows is not asked for again: it ran the same anti-join.
 * @param early the keys that were valid when the rows came.
 * @throws Problem: then nothing may be called done.
 */
export async function giveVerdict(
  target: TargetDatabase,
  copied: readonly Copied[],
  references: readonly Reference[],
  early: ValidKeys,
): Promise<void> {
  const [violated, wrong] = await Promise.all([
    brokenReferences(target, references, early),
    wrongCounts(target, copied),
  ]);
  if (violated.length === 0 && wrong.length === 0) return;
  throw new Problem({
    what: violated.length > 0 ? "The subset breaks foreign keys" : "The target does not hold the rows that were copied",
    where: [...violated, ...wrong].join(", "),
    next: "This is a defect of Slipway; the target has been emptied.",
    code: "subset-broken",
  });
}

async function wrongCounts(target: TargetDatabase, copied: readonly Copied[]): Promise<string[]> {
  const byLeaf = [...Map.groupBy(copied, ({ task }) => task.leaf)];
  const counts = await countEach(
    target.query,
    byLeaf.map(([leaf]) => `SELECT FROM ONLY ${qualifiedName(leaf)}`),
  );
  return byLeaf.flatMap(([leaf, parts], index) => {
    const expected = parts.reduce((sum, { rows }) => sum + rows, 0);
    const found = counts[index] ?? 0;
    return found === expected ? [] : [`${leaf.schema}.${leaf.name}: ${found} instead of ${expected} rows`];
  });
}

async function brokenReferences(
  target: TargetDatabase,
  references: readonly Reference[],
  early: ValidKeys,
): Promise<string[]> {
  const valid = await readValidKeys(target);
  const asked = references.filter((one) => one.validated && (!valid.has(one) || early.has(one)));
  const counts = await countBreaking(target.query, asked);
  return [...counts].flatMap(([{ label }, rows]) => (rows > 0 ? [`${label}: ${rows} rows`] : []));
}
