import type { Reference } from "./catalogue/references.ts";
import type { Selection } from "./selection/select-rows.ts";
import type { Target } from "./targets.ts";

/** Why a table has the rows that it has, and what about them is not a uniform sample. */
export function tableReasons(target: Target, selection: Selection, sampled: number): string[] {
  const { table, because, whole } = target;
  const orphans = [...selection.orphans].filter(([reference]) => reference.child === table);
  return [
    ...(because === undefined ? [] : [because]),
    ...(whole ? [] : [...drawReasons(target, selection, sampled), ...pullReasons(target, selection)]),
    ...orphans.map(([{ label, parent }, count]) => {
      const where = parent.partial ? "in the partitions that are read" : "in the source either";
      return `${count} values of ${label} refer to nothing ${where}`;
    }),
  ];
}

function drawReasons({ table }: Target, { drivers, hubs, caps }: Selection, sampled: number): string[] {
  if (sampled === 0) return hubs.has(table) ? ["more rows are referred to than are wanted, so none was drawn"] : [];
  const cap = caps.get(table);
  return [
    howDrawn(sampled, drivers.get(table)),
    ...(cap === undefined ? [] : [`of one parent's rows at most ${cap}: those with very many are under-represented`]),
  ];
}

function howDrawn(sampled: number, driver: Reference | undefined): string {
  if (!driver) return `${sampled} drawn, every row as probable as any other`;
  return `${sampled} drawn among the rows whose ${driver.label} is kept: a cluster sample, since rows of one parent come together`;
}

/** How many of the references that pulled rows in are named. */
const named = 3;

function pullReasons({ table }: Target, { keeper }: Selection): string[] {
  const pulled = [...keeper.pulledBy(table)].sort(([, a], [, b]) => b - a);
  if (pulled.length === 0) return [];
  const others = pulled.slice(named).reduce((sum, [, count]) => sum + count, 0);
  return [
    ...pulled.slice(0, named).map(([{ label }, count]) => `${count} pulled in by ${label}`),
    ...(others > 0 ? [`${others} pulled in by ${pulled.length - named} other keys`] : []),
    "rows that many refer to are over-represented among those pulled in",
  ];
}
