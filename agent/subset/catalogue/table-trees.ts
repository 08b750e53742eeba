import type { Table } from "./catalogue.ts";

/** Tables that inherit from one another, together: whoever asks the topmost sees the rows of all. */
export function tableTrees(tables: readonly Table[]): Table[][] {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const treeOf = new Map(tables.map((table) => [table, [table]]));
  for (const table of tables) {
    for (const oid of table.inherits) {
      const above = byOid.get(oid);
      const [own, other] = [treeOf.get(table), above && treeOf.get(above)];
      if (!own || !other || own === other) continue;
      other.push(...own);
      for (const member of own) treeOf.set(member, other);
    }
  }
  return [...new Set(treeOf.values())];
}

/** Splits a whole in proportion to the parts, to whole numbers; a part that is not empty gets at least one. */
export function splitInProportion(whole: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const exact = parts.map((part) => (sum === 0 ? 0 : (whole * part) / sum));
  const shares = exact.map((share, index) => Math.max(Math.floor(share), (parts[index] ?? 0) > 0 ? 1 : 0));
  const byRemainder = exact.map((share, index) => ({ index, rest: share - (shares[index] ?? 0) }));
  byRemainder.sort((a, b) => b.rest - a.rest || a.index - b.index);
  let left = whole - shares.reduce((total, share) => total + share, 0);
  for (const { index, rest } of byRemainder) {
    if (left <= 0 || rest <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}
