import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { endGroup, type GroupSpec, ProcessGroup } from "../../process/process-group.ts";
import { identifyProcess, isAlive, type ProcessIdentity } from "../../process/process-identity.ts";
import type { Owned, Owner } from "../runtime.ts";
import { ownerPath, type Places } from "./places.ts";
import { pathsBelow, readRecord } from "./record.ts";

/** How a running command is listed; `id` need not be unique among builds and runs of the same thing. */
export interface Workload {
  readonly id: string;
  readonly name: string;
  readonly owner: Owner;
  /** The id of the artifact that it runs in. */
  readonly from?: string | undefined;
}

interface WorkloadRecord extends Workload {
  readonly leader: ProcessIdentity;
  readonly agent: ProcessIdentity | undefined;
}

/** Starts commands, and writes down which processes are ours: those of an agent that died are found and ended. */
export class Workloads {
  readonly #places: Places;
  readonly #running = new Map<ProcessGroup, string>();
  #swept: Promise<void> | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Starts a command that is written down until it ends; it begins when it is. */
  async start(spec: Omit<GroupSpec, "cleanUp">, whose: Workload): Promise<ProcessGroup> {
    await this.sweep();
    const file = join(this.#places.workloads, ownerPath(whose.owner), `${randomUUID()}.json`);
    const cleanUp = async () => {
      this.#running.delete(group);
      await this.#places.clear(file);
    };
    const group = new ProcessGroup({ ...spec, cleanUp });
    this.#running.set(group, whose.id);
    try {
      const [leader, agent] = [await group.identity(), await identifyProcess(process.pid)];
      if (leader) await this.#places.write(file, { ...whose, leader, agent } satisfies WorkloadRecord);
      group.begin();
      return group;
    } catch (error) {
      await group.stop();
      throw error;
    }
  }

  /** Ends what was started under this id. */
  async stop(id: string): Promise<void> {
    await Promise.all([...this.#running].map(([group, its]) => (its === id ? group.stop() : undefined)));
  }

  /** Ends all that was started here. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((group) => group.stop()));
  }

  async owned(): Promise<Owned[]> {
    await this.sweep();
    const files = await pathsBelow(this.#places.workloads, 3);
    const records = await Promise.all(files.map((file) => readRecord<WorkloadRecord>(file)));
    return records.flatMap((record) => (record ? [listed(record)] : []));
  }

  /** Ends, once, what agents before this one left running. */
  sweep(): Promise<void> {
    this.#swept ??= this.#sweep();
    return this.#swept;
  }

  async #sweep(): Promise<void> {
    for (const file of await pathsBelow(this.#places.workloads, 3)) {
      const record = await readRecord<WorkloadRecord>(file);
      if (record?.agent && (await isAlive(record.agent))) continue;
      if (record) await endGroup(record.leader);
      await this.#places.clear(file);
    }
  }
}

function listed({ id, name, owner, from }: Workload): Owned {
  return { kind: "workload", id, name, owner, from };
}
