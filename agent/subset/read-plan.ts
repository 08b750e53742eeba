import { readTables, type Table } from "./catalogue/catalogue.ts";
import { linkReferences } from "./catalogue/links.ts";
import { undeclaredNote } from "./catalogue/propose-links.ts";
import { type Reference, readReferences } from "./catalogue/references.ts";
import { readRelations } from "./catalogue/relations.ts";
import { curveThrough, defaultCurve } from "./curve.ts";
import type { SubsetRequest } from "./request.ts";
import type { Source } from "./source/source.ts";
import { planTargets, type Target } from "./targets.ts";

/** What is wanted of every table, and what holds the tables together. */
export interface Plan {
  readonly targets: ReadonlyMap<Table, Target>;
  readonly references: readonly Reference[];
  /** What a person should know before anything is read. */
  readonly notes: readonly string[];
}

/** What of a request says which rows are wanted. */
export type Wishes = Pick<SubsetRequest, "curve" | "schemas" | "tables" | "ledger" | "links">;

/** Reads the source's catalogue and decides how many rows of every table are wanted. */
export async function readPlan(
  source: Source,
  { curve, schemas, tables: rules, ledger, links = [] }: Wishes,
): Promise<Plan> {
  const drawn = curveThrough(curve ?? defaultCurve);
  const relations = await readRelations(source, schemas);
  const tables = await readTables(source, relations);
  const declared = await readReferences(source, tables, relations);
  const references = [...declared, ...linkReferences(links, tables)];
  const note = undeclaredNote(tables, references.length);
  return { targets: planTargets(tables, drawn, rules, ledger), references, notes: note === undefined ? [] : [note] };
}
