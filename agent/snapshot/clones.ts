import { PREVIEW_ROUTE } from "../preview/preview-address.ts";
import { Problem } from "../problem.ts";
import type { CloneSummary, ReachedClone } from "../protocol/database-summaries.ts";
import type { Owned, Owner, Runtime, ServerRef } from "../runtime/runtime.ts";
import { copyDatabase, databasesNamed, developer, pristine } from "./clone-databases.ts";
import { asOwner, connectionUrl } from "./owner-login.ts";
import { ownerPassword } from "./owner-password.ts";

/** A repository's running clones, by change. */
export async function listClones(runtime: Runtime, repo: string): Promise<CloneSummary[]> {
  const owned = await ofRepository(runtime, repo, { sizes: true });
  const snapshots = new Map(owned.filter(({ kind }) => kind === "snapshot").map(({ id, name }) => [id, name]));
  return owned
    .flatMap(({ kind, name, from, bytes = 0, owner: { change } }) =>
      kind === "server" && change !== undefined
        ? [{ change, container: name, snapshot: snapshots.get(from ?? ""), bytes }]
        : [],
    )
    .sort((a, b) => a.change.localeCompare(b.change));
}

/** @throws Problem "no-clone" where the change has none. */
export async function reachClone(runtime: Runtime, owner: Required<Owner>, stateFolder: string): Promise<ReachedClone> {
  const server = await findClone(runtime, owner);
  const { host } = await runtime.databases.reach(server);
  const databases = await databasesNamed(host, "");
  // A clone that a ship run has started has none for its developer yet.
  if (!databases.includes(developer)) await copyDatabase(host, pristine, developer);
  const url = connectionUrl(asOwner(host, developer, ownerPassword(stateFolder, server)));
  return { change: owner.change, container: server.name, database: developer, url };
}

/** Makes the developer's database anew, as it came from production. Sessions on it end. */
export async function resetClone(runtime: Runtime, owner: Required<Owner>): Promise<{ readonly seconds: number }> {
  const started = performance.now();
  const { host } = await runtime.databases.reach(await findClone(runtime, owner));
  await copyDatabase(host, pristine, developer);
  return { seconds: (performance.now() - started) / 1000 };
}

/** Removes a change's clones. @throws Problem "in-use" while its preview runs on one of them. */
export async function stopClone(runtime: Runtime, owner: Required<Owner>): Promise<void> {
  await findClone(runtime, owner);
  if (await runtime.workloads.serving(owner, PREVIEW_ROUTE)) {
    throw new Problem({
      what: "The change's preview runs on this clone",
      where: owner.change,
      next: `\`slipway preview stop ${owner.change}\` takes both down.`,
      code: "in-use",
      usage: true,
    });
  }
  for (const { id, name } of await serversOf(runtime, owner)) {
    await runtime.databases.stop({ kind: "server", id, name });
  }
}

/** Of several, the one of the newest snapshot. */
async function findClone(runtime: Runtime, owner: Required<Owner>): Promise<ServerRef> {
  const servers = await serversOf(runtime, owner);
  const newest = (await runtime.databases.list({ repo: owner.repo })).map(({ id }) => id);
  const age = ({ from }: Owned) => (newest.indexOf(from ?? "") + newest.length + 1) % (newest.length + 1);
  const [found] = servers.toSorted((a, b) => age(a) - age(b));
  if (found) return { kind: "server", id: found.id, name: found.name };
  throw new Problem({
    what: "The change has no clone",
    where: owner.change,
    next: "`slipway clone start` makes one.",
    code: "no-clone",
    usage: true,
  });
}

async function serversOf(runtime: Runtime, { repo, change }: Required<Owner>): Promise<Owned[]> {
  return (await ofRepository(runtime, repo)).filter((one) => one.kind === "server" && one.owner.change === change);
}

async function ofRepository(runtime: Runtime, repo: string, options?: { sizes: boolean }): Promise<Owned[]> {
  return (await runtime.owned(options)).filter(
    ({ owner, starting, spare }) => owner.repo === repo && !starting && !spare,
  );
}
