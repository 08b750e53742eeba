import { parseArgs } from "node:util";
import { activate } from "./scenarios/activate.ts";
import { cliStart } from "./scenarios/cli-start.ts";
import { cloneMemory } from "./scenarios/clone-memory.ts";
import { cloneStart } from "./scenarios/clone-start.ts";
import { fullCopy } from "./scenarios/full-copy.ts";
import { growth } from "./scenarios/growth.ts";
import { manyKeys } from "./scenarios/many-keys.ts";
import { masks } from "./scenarios/masks.ts";
import { memory } from "./scenarios/memory.ts";
import { rollBack } from "./scenarios/roll-back.ts";
import { snapshots } from "./scenarios/snapshots.ts";
import { warmSchema } from "./scenarios/warm-schema.ts";

/** `npm run bench [-- --only NAME]`: what is measured, against its limit. Ends with 1 where one is passed. */
const benchmarks = [
  cliStart,
  fullCopy,
  masks,
  memory,
  manyKeys,
  warmSchema,
  growth,
  snapshots,
  cloneStart,
  cloneMemory,
  rollBack,
  activate,
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = benchmarks.filter(({ name, long }) => (values.only === undefined ? !long : name === values.only));
if (chosen.length === 0) {
  console.error(`There is no ${values.only}: ${benchmarks.map(({ name }) => name).join(", ")}`);
  process.exitCode = 2;
}
for (const benchmark of chosen) {
  for (const { what, value, limit, detail } of await benchmark.run()) {
    const kept = value <= limit;
    if (!kept) process.exitCode = 1;
    console.log(`${what}: ${value.toFixed(2)} (limit ${limit}; ${detail}) ${kept ? "ok" : "TOO MUCH"}`);
  }
}
