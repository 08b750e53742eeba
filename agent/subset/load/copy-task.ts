import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Leaf, Table } from "../catalogue/catalogue.ts";
import type { ColumnTransform, ColumnTransforms } from "../column-transform.ts";
import type { Keeper } from "../selection/keeper.ts";
import { type Place, writePlaces } from "../selection/places.ts";
import type { Target } from "../targets.ts";

/** One COPY out of the source and into the target. */
export interface CopyTask {
  readonly table: Table;
  readonly leaf: Leaf;
  /** Undefined copies all of the leaf. */
  readonly places: readonly Place[] | undefined;
  readonly format: "binary" | "text";
  /** One entry a column. Not empty of functions only with format "text". */
  readonly transforms: readonly (ColumnTransform | undefined)[];
}

/** So many places make a statement of some megabytes, which is in memory as long as its COPY runs. */
const mostPlaces = 100_000;

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
  const size = ({ places, leaf }: CopyTask) => places?.length ?? leaf.pages * 50;
  return tasks.sort((a, b) => size(b) - size(a));
}

type Portion = Pick<CopyTask, "leaf" | "places">;

function wholeLeaves(table: Table): Portion[] {
  return table.leaves.filter(({ pages }) => pages > 0).map((leaf) => ({ leaf, places: undefined }));
}

function keptPlaces(table: Table, keeper: Keeper): Portion[] {
  return [...keeper.places(table)].flatMap(([leaf, places]) =>
    Array.from({ length: Math.ceil(places.length / mostPlaces) }, (_, part) => ({
      leaf,
      places: places.slice(part * mostPlaces, (part + 1) * mostPlaces),
    })),
  );
}

/** `COPY (SELECT ...) TO STDOUT`. */
export function copyOut({ table, leaf, places, format }: CopyTask): string {
  // As a sub-select the list is always fetched place by place; as a literal the planner may scan the whole table.
  const among = places && ` WHERE ctid = ANY (ARRAY (SELECT unnest('${writePlaces(places)}'::tid[])))`;
  return `COPY (SELECT ${columnList(table)} FROM ONLY ${qualifiedName(leaf)}${among ?? ""}) TO STDOUT (FORMAT ${format})`;
}

/** `COPY ... FROM STDIN`. */
export function copyIn({ table, leaf, format }: CopyTask): string {
  const columns = table.columns.length > 0 ? ` (${columnList(table)})` : "";
  return `COPY ${qualifiedName(leaf)}${columns} FROM STDIN (FORMAT ${format})`;
}

function columnList(table: Table): string {
  return table.columns.map(({ name }) => quoteIdentifier(name)).join(", ");
}
