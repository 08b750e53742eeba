import type { Row } from "./row.ts";

/** A line that only says something. */
export function noteRow(label: string): Row {
  return { id: "note", label, kind: "note", icon: { name: "info" }, children: [] };
}
