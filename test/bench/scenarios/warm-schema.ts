import type { SubsetReport } from "../../../agent/subset/request.ts";
import { withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { manyTablesSql } from "../many-tables.ts";
import { printPhases } from "../print-phases.ts";
import { subsetCommand } from "../subset-command.ts";

/** A subset of five hundred tables over the schema's template against one that makes the schema. */
export const warmSchema: Benchmark = {
  name: "warm-schema",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("many", ...manyTablesSql(500, 900));
      const reports: SubsetReport[] = [];
      const from = server.address("many");
      const ratio = await measureRatio({
        name: "warm-schema",
        base: async () => void (await subsetCommand(from, server.address("copy"))),
        subject: async () =>
          void reports.push(await subsetCommand(from, server.address("warm"), ["--unmasked", "--create"])),
        between: async () => {
          await server.empty("copy");
          await server.rows("postgres", "DROP DATABASE IF EXISTS warm WITH (FORCE)");
        },
        pairs: 7,
        limit: 0.5,
      });
      printPhases("warm-schema", reports);
      return [ratio];
    }),
};
