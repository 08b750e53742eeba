import { defineConfig } from "vitest/config";
import { parts } from "./scripts/test/parts.ts";

const second = 1000;

/** A test names the parts of the machine that it needs as tags; scripts/test.ts leaves out what cannot run here. */
const tags = Object.entries(parts).map(([name, { title }]) => ({ name, description: `needs ${title}` }));

const integration = (...names: string[]) => names.map((name) => `test/integration/${name}.test.ts`);

/** They compare the whole machine before and after: fewer go on beside them, and none of other suites. */
const alone = integration("demo", "faults-*", "ship-second-repository");

/** What is awaited comes on a busy machine too, only later. */
const poll = { timeout: 40 * second, interval: 100 };

const patient = {
  testTimeout: 180 * second,
  hookTimeout: 180 * second,
  teardownTimeout: 60 * second,
  expect: { poll },
};

/** What `npm run setup` has made is there: no test's outcome depends on whether a registry can be reached. */
const baseImage = "slipway.local/base:1";
const images = {
  SLIPWAY_POSTGRES_IMAGE: baseImage,
  SLIPWAY_CADDY_IMAGE: baseImage,
  SLIPWAY_NODE_IMAGE: baseImage,
};

export default defineConfig({
  test: {
    tags,
    env: images,
    reporters: ["default"],
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 60 * second, expect: { poll } },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: alone,
          maxWorkers: 3,
          ...patient,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: alone,
          ...patient,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "editor",
          include: ["test/editor/journeys/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 300 * second,
          hookTimeout: 120 * second,
          expect: { poll },
        },
      },
    ],
  },
});
