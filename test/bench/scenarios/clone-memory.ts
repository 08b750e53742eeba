import { setTimeout as wait } from "node:timers/promises";
import { CLONE_SETTINGS } from "../../../agent/runtime/docker/postgres-settings.ts";
import { unwatched } from "../../../agent/work.ts";
import type { Benchmark } from "../benchmark.ts";
import { cgroupMemory } from "../cgroup-memory.ts";
import { withSmallSnapshot } from "../small-snapshot.ts";

const count = 20;
const allowed = 45e6;
const idleMs = 5_000;

/** What twenty idle clones hold, the largest of them, as a share of what one may. */
export const cloneMemory: Benchmark = {
  name: "clone-memory",
  run: () =>
    withSmallSnapshot(async ({ docker, runtime, owner, snapshot }) => {
      const pids: number[] = [];
      for (let clone = 0; clone < count; clone++) {
        const server = await runtime.databases.start(snapshot, { ...owner, change: `idle-${clone}` }, unwatched());
        pids.push((await docker.getContainer(server.id).inspect()).State.Pid);
      }
      await wait(idleMs);
      const held = await Promise.all(pids.map(cgroupMemory));
      const most = Math.max(...held);
      const settings = Object.entries(CLONE_SETTINGS).map(([name, value]) => `${name}=${value}`);
      return [
        {
          what: "clone-memory",
          value: most / allowed,
          limit: 1,
          detail: `${(most / 1e6).toFixed(1)} MB of 45, the largest of ${count}; ${settings.join(" ")}`,
        },
      ];
    }),
};
