import type { Work } from "../work.ts";
import type { Table } from "./catalogue/catalogue.ts";
import { readPlan } from "./read-plan.ts";
import type { SubsetRequest } from "./request.ts";
import { beginSelecting, planSelection, type SelectionPlan } from "./selection/plan-selection.ts";
import { openSource } from "./source/source.ts";
import { sourceProblem } from "./source/source-problem.ts";
import type { Target } from "./targets.ts";

/** What a subset would be. */
export interface SubsetPlan {
  /** In the order in which they would be chosen; tables of which nothing is chosen row by row come last. */
  readonly tables: readonly TablePlan[];
  readonly rows: number;
  readonly bytes: number;
  readonly notes: readonly string[];
}

export interface TablePlan {
  readonly schema: string;
  readonly name: string;
  readonly sourceRows: number;
  readonly targetRows: number;
  /** How many there would probably be. */
  readonly rows: number;
  /** What they take in the source's files, without values that are stored apart. */
  readonly bytes: number;
  /** The foreign key from whose kept parents its rows would be drawn. */
  readonly driver?: string | undefined;
  readonly because: readonly string[];
}

type Request = Pick<SubsetRequest, "source" | "curve" | "seed" | "jobs" | "tables" | "links" | "schemas">;

/**
 * Says what would be chosen, and why, after a look at the catalogue and at some hundred rows of each table. Copies
 * nothing and needs no target.
 * @throws Problem where the source cannot be read or the request does not fit it.
 */
export async function planSubset(request: Request, { signal }: Pick<Work, "signal">): Promise<SubsetPlan> {
  const source = await openSource(request.source, { jobs: request.jobs ?? 4, schemas: request.schemas, signal });
  try {
    const { targets, references, notes } = await readPlan(source, request);
    const plan = await planSelection(beginSelecting(source, request.seed, targets, references));
    const tables = inOrder(plan).map((target) => tablePlan(target, plan));
    const sum = (of: (table: TablePlan) => number) => tables.reduce((total, table) => total + of(table), 0);
    return { tables, rows: sum(({ rows }) => rows), bytes: sum(({ bytes }) => bytes), notes };
  } catch (error) {
    signal.throwIfAborted();
    throw sourceProblem(error, request.source);
  } finally {
    await source.interrupt();
  }
}

function inOrder({ order, targets }: SelectionPlan): Target[] {
  const drawn = order.flatMap((table) => targets.get(table) ?? []);
  return [...drawn, ...[...targets.values()].filter(({ table }) => !order.includes(table))];
}

const pageBytes = 8192;

function tablePlan(target: Target, plan: SelectionPlan): TablePlan {
  const { table } = target;
  const rows = Math.min(table.rows, Math.round(plan.estimates.get(table)?.total ?? target.rows));
  const driver = plan.drivers.get(table)?.label;
  return {
    schema: table.schema,
    name: table.name,
    sourceRows: table.rows,
    targetRows: target.rows,
    rows,
    bytes: table.rows === 0 ? 0 : Math.round((rows / table.rows) * table.pages * pageBytes),
    driver,
    because: [...(target.because === undefined ? [] : [target.because]), ...drawReasons(table, target, plan)],
  };
}

function drawReasons(table: Table, { whole, rows }: Target, { hubs, drivers, estimates }: SelectionPlan): string[] {
  if (whole || table.rows === 0) return [];
  const driver = drivers.get(table)?.label;
  const pulled = Math.round(estimates.get(table)?.pulled ?? 0);
  return [
    ...(pulled > 0 ? [`about ${pulled} come because other rows need them`] : []),
    ...(hubs.has(table) ? ["more than are wanted, so none is drawn"] : []),
    ...(hubs.has(table) || rows === 0 || !driver ? [] : [`drawn among the rows whose ${driver} is kept`]),
    ...(hubs.has(table) || rows === 0 || driver ? [] : ["drawn from all rows"]),
  ];
}
