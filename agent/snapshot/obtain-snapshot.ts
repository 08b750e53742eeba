import { durationMs } from "../config/quantities.ts";
import type { StoredSnapshot } from "../runtime/runtime.ts";
import { privateKey } from "../secrets/keys.ts";
import type { Work } from "../work.ts";
import { type BuildRequest, buildSnapshot } from "./build-snapshot.ts";
import { isMadeFrom, snapshotKey } from "./snapshot-key.ts";
import { readSourceFacts } from "./source-facts.ts";

export interface SnapshotRequest extends Pick<BuildRequest, "runtime" | "owner" | "source" | "config" | "ledger"> {
  /** Where the private mask key is kept. */
  readonly stateFolder: string;
  /** An outdated snapshot will do: whoever waits for a clone does not wait for a newer one. */
  readonly outdatedToo: boolean;
}

export interface ObtainedSnapshot {
  readonly snapshot: StoredSnapshot;
  /** True where it was there already. */
  readonly reused: boolean;
  /** True where it is older than `maxAge`. */
  readonly outdated: boolean;
}

const oneDay = 86_400_000;

/**
 * The snapshot for these inputs: the one that exists, or a new one, built from the source.
 * @throws Problem "unmasked-columns" where a column looks personal and has no rule: nothing was read then but samples.
 */
export async function obtainSnapshot(request: SnapshotRequest, work: Work): Promise<ObtainedSnapshot> {
  const { runtime, owner, source, config, ledger, outdatedToo } = request;
  work.progress("looking at the source's schema");
  const facts = await readSourceFacts(source, work.signal);
  const maskKey = privateKey(request.stateFolder, `mask-${owner.repo}`);
  const maxAge = durationMs(config.snapshot.maxAge) ?? oneDay;
  const key = snapshotKey({
    source: facts,
    configuration: [config.subset, config.mask, config.source?.schemas, config.snapshot.baseImage, ledger],
    maskKey,
    maxAge,
    now: Date.now(),
  });
  const newest = (await runtime.databases.list(owner)).find((one) => isMadeFrom(key, one.key));
  const outdated = newest !== undefined && Date.now() - newest.at >= maxAge;
  if (newest && (outdatedToo || !outdated)) return { snapshot: newest, reused: true, outdated };
  const build = { runtime, owner, source, config, ledger, key, maskKey, facts };
  const { reused, ...snapshot } = await buildSnapshot(build, work);
  return { snapshot, reused, outdated: false };
}
