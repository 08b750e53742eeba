import type { Unmasked } from "../../agent/problem.ts";
import { currentRun, type Picture } from "../picture.ts";
import { ruledColumns } from "./add-rules.ts";

/** The columns for which the current change's newest run wants a rule, and slipway.json as it is open has none. */
export function unmaskedColumns(picture: Picture, document: string): readonly Unmasked[] {
  const unmasked = currentRun(picture)?.problem?.unmasked ?? [];
  const ruled = new Set(ruledColumns(document).map(shortName));
  return unmasked.filter(({ column }) => !ruled.has(shortName(column)));
}

function shortName(column: string): string {
  return column.replace(/^public\.(?=.*\.)/, "");
}
