import type { Work } from "../work.ts";
import type { Table } from "./catalogue/catalogue.ts";
import type { Lanes } from "./lanes.ts";
import { type LateIndexes, loadSchema } from "./load/load-schema.ts";
import { requireExtensions } from "./load/require-extensions.ts";
import { readSearchPath, underSearchPath } from "./load/search-path.ts";
import type { TargetDatabase } from "./load/target-database.ts";
import type { SubsetRequest } from "./request.ts";
import type { Source } from "./source/source.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What is left to do of a schema when rows can come. */
export interface CreatedSchema {
  readonly indexes: LateIndexes;
  /** SQL for one transaction when the rows are in. */
  readonly after: string;
  /** Statements that validate foreign keys which are there already; those of one table stand together. */
  readonly proofs: readonly string[];
}

export function schemaOfTemplate({ schema }: TargetDatabase): CreatedSchema {
  return { indexes: { sqlFor: () => undefined }, after: schema?.after ?? "", proofs: schema?.proofs ?? [] };
}

/** Dumps the schema while the target is opened, and creates it when the masks are known. */
export async function dumpedSchema(
  { source: from, target: to, schemas, dumper }: SubsetRequest,
  source: Source,
  opening: Promise<TargetDatabase>,
  { transforms, tables }: { transforms: Promise<unknown>; tables: Promise<Iterable<Table>> },
  lane: Lanes["watch"],
  watch: Stopwatch,
  { signal }: Work,
): Promise<CreatedSchema> {
  const { snapshot, major } = source;
  const [dumped, path, target] = await Promise.all([
    lane(watch.time("dump", dumper.dump({ source: from, snapshot, major, schemas, signal }))),
    readSearchPath(source),
    opening.then(async (target) => {
      await requireExtensions(source, target, to);
      return target;
    }),
    transforms,
  ]);
  const indexes = await watch.time("schema", loadSchema(target, dumped, path, tables));
  return { indexes, after: underSearchPath(dumped.postData, path), proofs: [] };
}
