import { withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { manyTablesSql } from "../many-tables.ts";
import { subsetCommand } from "../subset-command.ts";

/** The second subset of a schema of five hundred tables against the first. */
export const warmSchema: Benchmark = {
  name: "warm-schema",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("many", ...manyTablesSql(500, 900));
      const subset =
        (...args: string[]) =>
        async () =>
          void (await subsetCommand(server.address("many"), server.address("copy"), ["--unmasked", ...args]));
      return [
        await measureRatio({
          name: "warm-schema",
          base: subset(),
          subject: subset(),
          between: () => server.empty("copy"),
          pairs: 7,
          limit: 0.5,
        }),
      ];
    }),
};
