import type { Connection } from "../../agent/database/connection.ts";
import { readPlan, type Wishes } from "../../agent/subset/read-plan.ts";
import { selectRows } from "../../agent/subset/selection/select-rows.ts";
import { openSource, type Source } from "../../agent/subset/source/source.ts";
import { unwatched } from "../../agent/work.ts";

/** A source that is looked at many times over, with what is wanted of it. */
export async function openChoice(connection: Connection, wishes: Partial<Wishes> = {}, jobs = 2) {
  const source = await openSource(connection, { jobs, schemas: wishes.schemas, signal: new AbortController().signal });
  const plan = await readPlan(source, { tables: {}, ...wishes });
  const tables = [...plan.targets.keys()];
  const table = (name: string) => {
    const found = tables.find((one) => one.name === name);
    if (!found) throw new Error(`There is no table ${name}`);
    return found;
  };
  return {
    source,
    plan,
    tables,
    table,
    target: (name: string) => plan.targets.get(table(name))?.rows ?? 0,
    choose: (seed: number, from: Source = source) => selectRows(from, seed, plan.targets, plan.references, unwatched()),
    close: () => source.close(),
  };
}

/** How far counts are from all being alike, as a chi-square of that many members less one degree of freedom. */
export function chiSquare(counts: readonly number[], draws: number): { value: number; critical: number } {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = mean * (1 - mean / draws);
  const value = counts.reduce((sum, count) => sum + (count - mean) ** 2 / variance, 0);
  const free = counts.length - 1;
  // Wilson and Hilferty: one honest draw in ten thousand is above this.
  const critical = free * (1 - 2 / (9 * free) + 3.719 * Math.sqrt(2 / (9 * free))) ** 3;
  return { value, critical };
}
