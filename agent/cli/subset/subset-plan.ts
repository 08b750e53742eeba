import type { SubsetPlan } from "../../subset/dry-run.ts";
import { groupedNumber } from "../../subset/grouped-number.ts";
import { table } from "../render/table.ts";

/** The plan of a subset, for people. */
export function planLines({ tables, rows, bytes, notes }: SubsetPlan): string[] {
  const lines = tables.map((one) => [
    `${one.schema}.${one.name}`,
    ...[one.sourceRows, one.targetRows, one.rows, one.bytes].map(groupedNumber),
    one.because.join("; "),
  ]);
  return [
    ...table([["table, in this order", "source", "target", "about", "bytes", "because"], ...lines]),
    `about ${groupedNumber(rows)} rows, ${groupedNumber(bytes)} bytes; nothing was copied`,
    ...notes,
  ];
}
