import { durationMs } from "../config/quantities.ts";
import type { Config } from "../config/schema/config.ts";
import type { Connection } from "../database/connection.ts";
import { machineDumper } from "../database/machine-dumper.ts";
import { maskSource } from "../mask/mask-source.ts";
import type { Owner, Runtime, SnapshotRef } from "../runtime/runtime.ts";
import { privateKey } from "../secrets/keys.ts";
import { sourceProblem } from "../subset/source/source-problem.ts";
import type { Work } from "../work.ts";
import { fillSnapshot } from "./fill-snapshot.ts";
import { snapshotKey } from "./snapshot-key.ts";
import { readSourceFacts } from "./source-facts.ts";

export interface SnapshotRequest {
  readonly runtime: Runtime;
  readonly owner: Owner;
  readonly source: Connection;
  readonly config: Config;
  /** Where the private mask key is kept. */
  readonly stateFolder: string;
}

const oneDay = 86_400_000;

/**
 * The snapshot for these inputs: the one that exists, or a new one, built from the source.
 * @throws Problem "unmasked-columns" where a column looks personal and has no rule: nothing was read then but samples.
 */
export async function obtainSnapshot(request: SnapshotRequest, work: Work): Promise<SnapshotRef & { reused: boolean }> {
  const { runtime, owner, source, config } = request;
  work.progress("looking at the source's schema");
  const facts = await readSourceFacts(source, work.signal);
  const maskKey = privateKey(request.stateFolder, `mask-${owner.repo}`);
  const key = snapshotKey({
    source: facts,
    configuration: [config.subset, config.mask, config.source?.schemas, config.snapshot.baseImage],
    maskKey,
    maxAge: durationMs(config.snapshot.maxAge) ?? oneDay,
    now: Date.now(),
  });
  const found = await runtime.databases.find(owner, key);
  if (found) return { ...found, reused: true };
  const { curve, seed, tables, links } = config.subset;
  const { schemas } = config.source ?? {};
  const masks = { source, section: config.mask, schemas, links, key: maskKey };
  const transforms = await maskSource(masks, work).catch((error: unknown) => {
    work.signal.throwIfAborted();
    throw sourceProblem(error, source);
  });
  const dumper = machineDumper();
  const subset = { source, curve, seed, tables, links, schemas, transforms, dumper };
  const fill = async (superuser: Connection) => {
    const report = await fillSnapshot(superuser, subset, work);
    for (const table of report.tables) {
      work.log(
        `${table.schema}.${table.name}: ${table.rows} of ${table.sourceRows} rows (target ${table.targetRows})\n`,
      );
    }
    for (const note of report.notes) work.log(`Note: ${note}\n`);
    work.progress(`${report.rows} rows in ${report.tables.length} tables`);
  };
  return runtime.databases.seal({ owner, key, baseImage: config.snapshot.baseImage, fill }, work);
}
