import type { Unmasked } from "../../agent/problem.ts";
import { currentRun, type Picture } from "../picture.ts";
import { readMasks } from "./add-rules.ts";

/** The columns for which the current change's newest run wants a rule, and slipway.json as it is open has none. */
export function unmaskedColumns(picture: Picture, document: string): readonly Unmasked[] {
  const names = readMasks(document).mask?.names ?? [];
  const unmasked = currentRun(picture)?.problem?.unmasked ?? [];
  return unmasked.filter(({ column }) => !names.includes(column) && !names.includes(`public.${column}`));
}
