import type { SubsetPlan } from "../../subset/dry-run.ts";
import { table } from "../render/table.ts";

/** The plan of a subset, for people. */
export function planLines({ tables, rows, bytes, notes }: SubsetPlan): string[] {
  const number = (value: number) => value.toLocaleString("en");
  const lines = tables.map((one) => [
    `${one.schema}.${one.name}`,
    ...[one.sourceRows, one.targetRows, one.rows, one.bytes].map(number),
    one.because.join("; "),
  ]);
  return [
    ...table([["table, in this order", "source", "target", "about", "bytes", "because"], ...lines]),
    `about ${number(rows)} rows, ${number(bytes)} bytes; nothing was copied`,
    ...notes,
  ];
}
