import { basename, join } from "node:path";
import type { Connection } from "../../database/connection.ts";
import { type LoginRole, loginSql } from "../../database/logins.ts";
import { Problem } from "../../problem.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Work } from "../../work.ts";
import type { Owned, Owner, Reach, ServerRef, SnapshotRef } from "../runtime.ts";
import { copyTree } from "./copy-tree.ts";
import { directorySize } from "./directory-size.ts";
import { portOf } from "./free-port.ts";
import { launchOnFreePort } from "./launch-on-free-port.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { type HomeRecord, ownedHomes } from "./owned-homes.ts";
import { ownerPath, type Places } from "./places.ts";
import { runSql, superuser } from "./postgres-cluster.ts";
import type { PostgresInstallation } from "./postgres-installation.ts";
import { endPostgres, findRunning } from "./postgres-server.ts";
import { readRecord, writeRecord } from "./record.ts";

export interface ServersOptions {
  readonly places: Places;
  readonly installation: () => Promise<PostgresInstallation>;
  readonly passwordFor: (serverId: string) => Secret;
  readonly loginRole: LoginRole | undefined;
}

/** Running clones: `servers/<repo>/<change>/<snapshot>/data`. They outlive the agent. */
export class Servers {
  readonly #options: ServersOptions;
  readonly #starting = new OneAtATime();

  constructor(options: ServersOptions) {
    this.#options = options;
  }

  start(snapshot: SnapshotRef, owner: Owner, work: Work): Promise<ServerRef> {
    const home = join(this.#options.places.servers, ownerPath(owner), basename(snapshot.id));
    const name = ["slipway", owner.repo, owner.change, "db"].filter(Boolean).join("-");
    return this.#starting.run(home, async () => {
      work.signal.throwIfAborted();
      const record = await readRecord<HomeRecord>(join(home, "server.json"));
      if (!record || !(await findRunning(home)))
        await this.#make(snapshot, home, { owner, name, from: snapshot.id, at: Date.now() }, work);
      return { kind: "server", id: home, name };
    });
  }

  async reach({ id, name }: ServerRef): Promise<Reach> {
    const running = await findRunning(id);
    if (!running) throw gone(name);
    const connection: Connection = {
      host: "127.0.0.1",
      port: running.port,
      user: superuser,
      database: "postgres",
      password: this.#options.passwordFor(id),
      ssl: { mode: "disable" },
    };
    return { host: connection, workload: connection };
  }

  async stop(home: string): Promise<void> {
    await this.#starting.run(home, () => this.#remove(home));
  }

  async owned(sizes: boolean): Promise<Owned[]> {
    const isBusy = (home: string) => this.#starting.isBusy(home);
    const owned = await ownedHomes(this.#options.places.servers, "server", "server.json", isBusy);
    if (!sizes) return owned;
    return Promise.all(owned.map(async (one) => ({ ...one, bytes: await directorySize(one.id).catch(() => 0) })));
  }

  async #make(snapshot: SnapshotRef, home: string, record: HomeRecord, work: Work): Promise<void> {
    const { installation, passwordFor, loginRole, places } = this.#options;
    const logins = [{ name: superuser, passwordFor }, ...(loginRole ? [loginRole] : [])];
    await this.#remove(home);
    try {
      await places.make(home, true);
      work.progress("Copying the snapshot");
      await copyTree(join(snapshot.id, "data"), join(home, "data"), work.signal);
      const programs = await installation();
      await runSql(programs, home, await loginSql(home, logins), work.signal);
      work.progress("Starting PostgreSQL");
      await launchOnFreePort(programs, home, portOf(home), work.signal);
      await writeRecord(join(home, "server.json"), record);
    } catch (error) {
      await this.#remove(home);
      throw error;
    }
  }

  async #remove(home: string): Promise<void> {
    await endPostgres(home, "at-once");
    await this.#options.places.clear(home);
  }
}

function gone(name: string): Problem {
  return new Problem({
    what: "The database server is not running any more",
    where: name,
    next: "Start it again: it begins anew from its snapshot.",
    code: "server-gone",
  });
}
