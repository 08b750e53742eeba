import { access, rename } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { ArtifactRef, BuildSpec, Owned, Owner } from "../runtime.ts";
import { childEnvironment } from "./child-environment.ts";
import { copyTree } from "./copy-tree.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { type HomeRecord, ownedHomes, partialOf } from "./owned-homes.ts";
import { ownerPath, type Places, segment } from "./places.ts";
import { readRecord, writeRecord } from "./record.ts";
import type { Workloads } from "./workloads.ts";

export interface ArtifactRecord extends HomeRecord {
  readonly dockerfile: string;
}

/** What is run where a file is there, in this order. */
const steps = [
  ["package-lock.json", "npm ci --include=dev --no-audit --no-fund"],
  ["package.json", "npm run build --if-present"],
] as const;

/** Built trees: `artifacts/<repo>/<change>/<key>/tree`. One that is being built is called `<key>.partial`. */
export class ArtifactStore {
  readonly #places: Places;
  readonly #workloads: Workloads;
  readonly #env: NodeJS.ProcessEnv;
  readonly #building = new OneAtATime();

  constructor(places: Places, workloads: Workloads, env: NodeJS.ProcessEnv) {
    this.#places = places;
    this.#workloads = workloads;
    this.#env = env;
  }

  async find(owner: Owner, key: string): Promise<ArtifactRef | undefined> {
    const home = this.#home(owner, key);
    const record = await readRecord<ArtifactRecord>(join(home, "artifact.json"));
    return record && { kind: "artifact", id: home, name: record.name };
  }

  build(spec: BuildSpec, work: Work): Promise<ArtifactRef & { reused: boolean }> {
    const home = this.#home(spec.owner, spec.key);
    return this.#building.run(home, async () => {
      work.signal.throwIfAborted();
      const found = await this.find(spec.owner, spec.key);
      return found ? { ...found, reused: true } : { ...(await this.#make(spec, home, work)), reused: false };
    });
  }

  owned(): Promise<Owned[]> {
    return ownedHomes(this.#places.artifacts, "artifact", "artifact.json", (home) => this.#building.isBusy(home));
  }

  async #make(spec: BuildSpec, home: string, work: Work): Promise<ArtifactRef> {
    const partial = partialOf(home);
    const tree = join(partial, "tree");
    await this.#places.clear(partial);
    try {
      await this.#places.make(partial);
      await copyTree(spec.context, tree, work.signal);
      for (const [file, command] of steps)
        if (
          await access(join(tree, file)).then(
            () => true,
            () => false,
          )
        )
          await this.#step(command, tree, spec, work);
      const name = `slipway-${spec.owner.repo}-${spec.key.slice(0, 12)}`;
      const { dockerfile, owner } = spec;
      await writeRecord(join(partial, "artifact.json"), { owner, name, dockerfile } satisfies ArtifactRecord);
      await rename(partial, home);
      return { kind: "artifact", id: home, name };
    } catch (error) {
      await this.#places.clear(partial);
      throw error;
    }
  }

  async #step(command: string, tree: string, { owner, key }: BuildSpec, work: Work): Promise<void> {
    work.signal.throwIfAborted();
    work.progress(command);
    const env = childEnvironment(this.#env, {}, tree);
    const whose = { id: `build ${key}`, name: `build ${key}`, owner };
    const group = await this.#workloads.start({ command, directory: tree, env, onOutput: work.log }, whose);
    const exitCode = await group.endedUnless(work.signal);
    if (exitCode !== 0)
      throw new Problem({
        what: "The build failed",
        where: command,
        why: `it ended with exit code ${exitCode}:\n${group.tail.slice(-4_000).trim()}`,
        next: "Mend it, commit, and ship again. The whole output: `slipway logs build`.",
        code: "build-failed",
      });
  }

  #home(owner: Owner, key: string): string {
    return join(this.#places.artifacts, ownerPath(owner), segment(key));
  }
}
