import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Leaf, Table } from "../catalogue/catalogue.ts";
import type { ColumnExpression, ColumnTransform, ColumnTransforms } from "../column-transform.ts";
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
  readonly transforms: readonly (ColumnTransform | ColumnExpression | undefined)[];
  /** The condition of rows that are copied as they are. With functions among the transforms each row says it first. */
  readonly keptRows?: string | undefined;
}

/** True where values pass through changes on their way. */
export function hasFunctions({ transforms }: Pick<CopyTask, "transforms">): boolean {
  return transforms.some((one) => typeof one === "function");
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
    const changes = table.columns.map(({ name: column }) =>
      transforms === "unmasked" ? undefined : transforms.forColumn({ schema: table.schema, table: table.name, column }),
    );
    const binary =
      sameMajor && !hasFunctions({ transforms: changes }) && table.columns.every(({ binarySafe }) => binarySafe);
    const format = binary ? "binary" : "text";
    const keptRows =
      transforms === "unmasked" ? undefined : transforms.keptRows?.({ schema: table.schema, table: table.name });
    const portions = whole ? wholeLeaves(table) : keptPlaces(table, keeper);
    return portions.map((portion): CopyTask => ({ ...portion, table, format, transforms: changes, keptRows }));
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
export function copyOut(task: CopyTask): string {
  const { leaf, places, format } = task;
  // As a sub-select the list is always fetched place by place; as a literal the planner may scan the whole table.
  const among = places && ` WHERE ctid = ANY (ARRAY (SELECT unnest('${writePlaces(places)}'::tid[])))`;
  // Conditions and expressions may name the table also where a partition is read.
  const from = `ONLY ${qualifiedName(leaf)} AS ${quoteIdentifier(task.table.name)}`;
  return `COPY (SELECT ${selectList(task)} FROM ${from}${among ?? ""}) TO STDOUT (FORMAT ${format})`;
}

/** `COPY ... FROM STDIN`. */
export function copyIn({ table, leaf, format }: CopyTask): string {
  const columns = table.columns.length > 0 ? ` (${columnList(table)})` : "";
  return `COPY ${qualifiedName(leaf)}${columns} FROM STDIN (FORMAT ${format})`;
}

/** The columns as they are or as the source is to compute them. */
function selectList({ table, transforms, keptRows }: CopyTask): string {
  const isKept = keptRows === undefined ? "false" : `(${keptRows}\n) IS TRUE`;
  const values = table.columns.map(({ name, type }, index) => {
    const column = quoteIdentifier(name);
    const change = transforms[index];
    if (typeof change !== "object") return column;
    return `CASE WHEN ${column} IS NULL OR ${isKept} THEN ${column} ELSE (${change.sql}\n)::${type} END`;
  });
  return (keptRows !== undefined && hasFunctions({ transforms }) ? [isKept, ...values] : values).join(", ");
}

function columnList(table: Table): string {
  return table.columns.map(({ name }) => quoteIdentifier(name)).join(", ");
}
