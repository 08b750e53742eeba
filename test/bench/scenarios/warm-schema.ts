import { parseConnection } from "../../../agent/database/parse-connection.ts";
import { templateName } from "../../../agent/subset/load/schema-template.ts";
import type { SubsetReport } from "../../../agent/subset/request.ts";
import { withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { manyTablesSql } from "../many-tables.ts";
import { printPhases } from "../print-phases.ts";
import { subsetCommand } from "../subset-command.ts";

/** A second subset of five hundred tables, over the schema's template, against the first, which makes the template. */
export const warmSchema: Benchmark = {
  name: "warm-schema",
  run: () =>
    withBenchServer(async (server) => {
      const schema = manyTablesSql(500, 900);
      await server.fill("cold", ...schema);
      await server.fill("warm", ...schema);
      const reports: SubsetReport[] = [];
      let copies = 0;
      const create = (source: string) =>
        subsetCommand(server.address(source), server.address(`copy_${copies++}`), ["--unmasked", "--create"]);
      const coldTemplate = templateName({
        source: parseConnection(server.address("cold")),
        target: server.connection,
        schemas: undefined,
      });
      const ratio = await measureRatio({
        name: "warm-schema",
        base: async () => void (await create("cold")),
        subject: async () => void reports.push(await create("warm")),
        // Nothing is dropped: a file system that has just removed thousands of files may be slow to make new ones.
        between: async () => {
          const [found] = await server.rows("postgres", `SELECT FROM pg_database WHERE datname = '${coldTemplate}'`);
          if (found) await server.rows("postgres", `ALTER DATABASE ${coldTemplate} RENAME TO used_${copies}`);
        },
        pairs: 7,
        limit: 0.5,
      });
      printPhases("warm-schema", reports);
      return [ratio];
    }),
};
