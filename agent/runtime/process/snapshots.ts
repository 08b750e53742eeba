import { readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { openClient } from "../../database/client.ts";
import type { Work } from "../../work.ts";
import type { Owned, Owner, SealSpec, SnapshotFacts, StoredSnapshot } from "../runtime.ts";
import { directorySize } from "./directory-size.ts";
import { launchOnFreePort } from "./launch-on-free-port.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { type HomeRecord, ownedHomes, partialOf } from "./owned-homes.ts";
import { ownerPath, type Places, segment } from "./places.ts";
import { createCluster, superuser, syncCluster } from "./postgres-cluster.ts";
import type { PostgresInstallation } from "./postgres-installation.ts";
import { endPostgres } from "./postgres-server.ts";
import { pathsBelow, readRecord, writeRecord } from "./record.ts";

interface SnapshotRecord extends HomeRecord {
  readonly facts?: SnapshotFacts | undefined;
}

/** Sealed data directories: `snapshots/<repo>/<change>/<key>/data`. One that is being made is called `<key>.partial`. */
export class Snapshots {
  readonly #places: Places;
  readonly #installation: () => Promise<PostgresInstallation>;
  readonly #sealing = new OneAtATime();

  constructor(places: Places, installation: () => Promise<PostgresInstallation>) {
    this.#places = places;
    this.#installation = installation;
  }

  /** A repository's snapshots, newest first. */
  async list(owner: Owner): Promise<StoredSnapshot[]> {
    const homes = await pathsBelow(join(this.#places.snapshots, ownerPath(owner)), 1);
    const found = await Promise.all(homes.map((home) => this.#read(home)));
    return found.flatMap((one) => one ?? []).sort((a, b) => b.at - a.at);
  }

  seal(spec: SealSpec, work: Work): Promise<StoredSnapshot & { reused: boolean }> {
    const home = this.#home(spec.owner, spec.key);
    return this.#sealing.run(home, async () => {
      work.signal.throwIfAborted();
      const found = await this.#read(home);
      return found ? { ...found, reused: true } : { ...(await this.#make(spec, home, work)), reused: false };
    });
  }

  owned(): Promise<Owned[]> {
    return ownedHomes(this.#places.snapshots, "snapshot", "snapshot.json", (home) => this.#sealing.isBusy(home));
  }

  async remove(home: string): Promise<void> {
    await endPostgres(home, "at-once");
    await this.#places.clear(home);
  }

  async #make(spec: SealSpec, home: string, work: Work): Promise<StoredSnapshot> {
    const partial = partialOf(home);
    const installation = await this.#installation();
    await this.remove(partial);
    await this.remove(home);
    try {
      await this.#places.make(partial, true);
      work.progress("Starting an empty PostgreSQL");
      const password = await createCluster(installation, partial, work.signal);
      const { port } = await launchOnFreePort(installation, partial, 0, work.signal);
      const connection = { host: "127.0.0.1", port, user: superuser, database: "postgres", password } as const;
      const facts = await spec.fill({ ...connection, ssl: { mode: "disable" } });
      work.signal.throwIfAborted();
      work.progress("Sealing the snapshot");
      const client = await openClient({ ...connection, ssl: { mode: "disable" } }, { signal: work.signal });
      await client.query("CHECKPOINT").finally(() => client.end());
      await endPostgres(partial, "cleanly");
      await syncCluster(installation, partial, work.signal);
      await this.#places.clear(join(partial, "log"));
      const name = `slipway-${spec.owner.repo}-${spec.key.slice(0, 12)}`;
      const bytes = await directorySize(partial);
      const at = Date.now();
      const record: SnapshotRecord = { owner: spec.owner, name, bytes, at, facts };
      await writeRecord(join(partial, "snapshot.json"), record);
      await rename(partial, home);
      return { kind: "snapshot", id: home, name, bytes, at, facts, key: spec.key };
    } catch (error) {
      await this.remove(partial);
      throw error;
    }
  }

  /** One that a PostgreSQL of another version sealed does not count: this machine's could not start it. */
  async #read(home: string): Promise<StoredSnapshot | undefined> {
    const record = await readRecord<SnapshotRecord>(join(home, "snapshot.json"));
    if (!record) return undefined;
    const sealedBy = Number.parseInt(await readFile(join(home, "data", "PG_VERSION"), "utf8").catch(() => ""), 10);
    if (sealedBy !== (await this.#installation()).major) return undefined;
    const { name, bytes, at = 0, facts = {} } = record;
    return { kind: "snapshot", id: home, name, bytes, at, facts, key: decodeURIComponent(basename(home)) };
  }

  #home(owner: Owner, key: string): string {
    return join(this.#places.snapshots, ownerPath(owner), segment(key));
  }
}
