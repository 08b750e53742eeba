import { resetClone } from "../../../agent/snapshot/clones.ts";
import { unwatched } from "../../../agent/work.ts";
import type { Benchmark, Measurement } from "../benchmark.ts";
import { median } from "../compare.ts";
import { type ShopSnapshot, withShopSnapshot } from "../shop-snapshot.ts";

const times = 7;

/** The shop's snapshot: what it takes, what asking for it again takes, and what a reset of its clone takes. */
export const snapshots: Benchmark = {
  name: "snapshots",
  run: () => withShopSnapshot(async (shop) => [snapshotSize(shop), await rebuild(shop), await reset(shop)]),
};

/** The image's own layer against the database in it. */
function snapshotSize({ snapshot: { bytes = Number.NaN, facts } }: ShopSnapshot): Measurement {
  const database = Number(facts.bytes);
  return {
    what: "snapshot-size",
    value: bytes / database,
    limit: 2.5,
    detail: `${mega(bytes)} for a database of ${mega(database)}, ${facts.rows} rows`,
  };
}

/** Seconds until it is clear that nothing is to be built. */
async function rebuild({ obtain }: ShopSnapshot): Promise<Measurement> {
  const seconds = await repeatedly(async () => {
    if (!(await obtain()).reused) throw new Error("it was built again");
  });
  return { what: "snapshot-rebuild", value: seconds, limit: 1, detail: `seconds, median of ${times}` };
}

/** Seconds until a clone's database is as it came from production. */
async function reset({ runtime, owner, snapshot }: ShopSnapshot): Promise<Measurement> {
  const change = { ...owner, change: "reset" };
  await runtime.databases.start(snapshot, change, unwatched());
  const seconds = await repeatedly(async () => void (await resetClone(runtime, change)));
  const size = mega(Number(snapshot.facts.bytes));
  return { what: "clone-reset", value: seconds, limit: 0.3, detail: `seconds, median of ${times}, of ${size}` };
}

async function repeatedly(act: () => Promise<void>): Promise<number> {
  const seconds: number[] = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await act();
    seconds.push((performance.now() - started) / 1000);
  }
  return median(seconds);
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
