import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Leaf, Table } from "../catalogue/catalogue.ts";
import type { ColumnTransform, ColumnTransforms } from "../column-transform.ts";
import type { Keeper } from "../selection/keeper.ts";
import type { Target } from "../targets.ts";

/** One COPY out of the source and into the target. */
export interface CopyTask {
  readonly table: Table;
  readonly leaf: Leaf;
  /** Places in the leaf; undefined copies all of it. */
  readonly ctids: readonly string[] | undefined;
  readonly format: "binary" | "text";
  /** One entry a column. Not empty of functions only with format "text". */
  readonly transforms: readonly (ColumnTransform | undefined)[];
}

/** A statement's list of places stays well under PostgreSQL's limit for one message. */
const maxPlaces = 500_000;

/** What has to be copied, the biggest first, so that the last one to end is a small one. */
export function copyTasks(
  targets: Iterable<Target>,
  keeper: Keeper,
  transforms: ColumnTransforms | "unmasked",
  sameMajor: boolean,
): CopyTask[] {
  const tasks = [...targets].flatMap(({ table, whole }) => {
    const functions = table.columns.map(({ name: column }) =>
      transforms === "unmasked" ? undefined : transforms.forColumn({ schema: table.schema, table: table.name, column }),
    );
    const binary = sameMajor && functions.every((one) => !one) && table.columns.every(({ binarySafe }) => binarySafe);
    const format = binary ? "binary" : "text";
    const portions = whole ? wholeLeaves(table) : keptPlaces(table, keeper);
    return portions.map((portion): CopyTask => ({ ...portion, table, format, transforms: functions }));
  });
  const size = ({ ctids, leaf }: CopyTask) => ctids?.length ?? leaf.pages * 50;
  return tasks.sort((a, b) => size(b) - size(a));
}

type Portion = Pick<CopyTask, "leaf" | "ctids">;

function wholeLeaves(table: Table): Portion[] {
  return table.leaves.filter(({ pages }) => pages > 0).map((leaf) => ({ leaf, ctids: undefined }));
}

function keptPlaces(table: Table, keeper: Keeper): Portion[] {
  const byLeaf = Map.groupBy(keeper.rows(table), (row) => row.leaf);
  return table.leaves.flatMap((leaf) => {
    const ctids = (byLeaf.get(leaf.oid) ?? []).map(({ ctid }) => ctid);
    const parts = Math.ceil(ctids.length / maxPlaces);
    return Array.from({ length: parts }, (_, part) => ({
      leaf,
      ctids: ctids.slice(part * maxPlaces, (part + 1) * maxPlaces),
    }));
  });
}

/** `COPY (SELECT ...) TO STDOUT`. */
export function copyOut({ table, leaf, ctids, format }: CopyTask): string {
  // As a sub-select the list is always fetched place by place; as a literal the planner may scan the whole table.
  const places =
    ctids && ` WHERE ctid = ANY (ARRAY (SELECT unnest('{${ctids.map((ctid) => `"${ctid}"`).join(",")}}'::tid[])))`;
  return `COPY (SELECT ${columnList(table)} FROM ONLY ${qualifiedName(leaf)}${places ?? ""}) TO STDOUT (FORMAT ${format})`;
}

/** `COPY ... FROM STDIN`. */
export function copyIn({ table, leaf, format }: CopyTask): string {
  const columns = table.columns.length > 0 ? ` (${columnList(table)})` : "";
  return `COPY ${qualifiedName(leaf)}${columns} FROM STDIN (FORMAT ${format})`;
}

function columnList(table: Table): string {
  return table.columns.map(({ name }) => quoteIdentifier(name)).join(", ");
}
