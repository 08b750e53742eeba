import { Problem } from "../../problem.ts";
import type { Source } from "../source/source.ts";

const foreignPartitions = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, pg_partition_root(c.oid)::regclass::text AS root
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'f' AND c.relispartition AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   ORDER BY 1`;

/**
 * Whoever reads a partitioned table reads its foreign partitions too, from another server and outside of the snapshot.
 * @throws Problem where there is one.
 */
export async function refuseForeignPartitions(source: Source, schemas: readonly string[] | undefined): Promise<void> {
  const found = await source.query<{ name: string; root: string }>(foreignPartitions, [schemas ?? null]);
  if (found.length === 0) return;
  throw new Problem({
    what: "A partition is a foreign table",
    where: found.map(({ name, root }) => `${name} of ${root}`).join(", "),
    why: "its rows are another server's, where the subset's snapshot does not hold",
    next: "Copy from a database without it, such as a replica that it is detached from; or leave its schema out of source.schemas.",
    code: "source-foreign-partition",
  });
}
