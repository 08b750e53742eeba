import { Problem } from "../problem.ts";
import type { SnapshotSummary } from "../protocol/database-summaries.ts";
import type { Runtime, StoredSnapshot } from "../runtime/runtime.ts";
import type { Work } from "../work.ts";
import { noRegistry } from "./pulled-snapshot.ts";

/** A repository's snapshots, newest first. */
export async function listStored(runtime: Runtime, repo: string): Promise<SnapshotSummary[]> {
  const [snapshots, owned] = await Promise.all([runtime.databases.list({ repo }), runtime.owned()]);
  return snapshots.map(({ id, name, key, at, facts, bytes = 0 }) => ({
    image: name,
    key,
    at,
    rows: Number(facts.rows ?? 0),
    bytes: Number(facts.bytes ?? 0),
    imageBytes: bytes,
    changes: owned.flatMap(({ kind, from, owner: { change } }) =>
      kind === "server" && from === id && change !== undefined ? [change] : [],
    ),
  }));
}

/** @throws Problem "no-such-snapshot"; "in-use" while a clone of it runs. */
export async function removeStored(runtime: Runtime, repo: string, named: string): Promise<string> {
  const { changes } = await findSummary(runtime, repo, named);
  if (changes.length > 0) {
    throw new Problem({
      what: "A clone of this snapshot runs",
      where: changes.join(", "),
      next: "Take it down first: `slipway clone stop`, or `slipway preview stop`.",
      code: "in-use",
      usage: true,
    });
  }
  const { id, name } = await findStored(runtime, repo, named);
  await runtime.remove({ kind: "snapshot", id, name, owner: { repo } });
  return name;
}

/**
 * Gives a snapshot to a registry.
 * @param named which: the newest where it is left out.
 * @returns the digest that the registry has it under.
 */
export async function pushStored(
  runtime: Runtime,
  repo: string,
  { named, image }: { readonly named?: string | undefined; readonly image: string },
  work: Work,
): Promise<string> {
  const { registry } = runtime.databases;
  if (!registry) throw noRegistry(image);
  return registry.push(await findStored(runtime, repo, named), image, work);
}

async function findSummary(runtime: Runtime, repo: string, named: string): Promise<SnapshotSummary> {
  const found = (await listStored(runtime, repo)).find(({ image, key }) => image === named || key === named);
  if (!found) throw noSuchSnapshot(named);
  return found;
}

async function findStored(runtime: Runtime, repo: string, named: string | undefined): Promise<StoredSnapshot> {
  const all = await runtime.databases.list({ repo });
  const found = named === undefined ? all[0] : all.find(({ name, key }) => name === named || key === named);
  if (!found) throw noSuchSnapshot(named);
  return found;
}

function noSuchSnapshot(named: string | undefined): Problem {
  return new Problem({
    what: named === undefined ? "There is no snapshot yet" : "There is no such snapshot",
    where: named,
    next: "`slipway snapshot list` shows them, `slipway snapshot build` makes one.",
    code: "no-such-snapshot",
    usage: true,
  });
}
