import type { Table } from "../../agent/subset/catalogue/catalogue.ts";
import type { Keeper } from "../../agent/subset/selection/keeper.ts";
import { writePlaces } from "../../agent/subset/selection/places.ts";

/** The kept rows of a table as the server names them: the partition's oid and the `ctid` there. */
export function keptRows(keeper: Keeper, table: Table): { leaf: number; ctid: string }[] {
  return [...keeper.places(table)].flatMap(([leaf, places]) =>
    (writePlaces(places).match(/\(\d+,\d+\)/g) ?? []).map((ctid) => ({ leaf: leaf.oid, ctid })),
  );
}
