import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { SubsetReport } from "../../../agent/subset/request.ts";
import { type BenchServer, withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { manyTablesSql } from "../many-tables.ts";
import { printPhases } from "../print-phases.ts";
import { subsetCommand } from "../subset-command.ts";

/** Two hundred tables with nine hundred foreign keys and a row each, against copying the bare schema. */
export const manyKeys: Benchmark = {
  name: "many-keys",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("many", ...manyTablesSql(200, 900));
      const reports: SubsetReport[] = [];
      const ratio = await measureRatio({
        name: "many-keys",
        base: () => copySchema(server, "many", "copy"),
        subject: async () => void reports.push(await subsetCommand(server.address("many"), server.address("copy"))),
        between: () => server.empty("copy"),
        pairs: 9,
        limit: 1.5,
      });
      printPhases("many-keys", reports);
      return [ratio];
    }),
};

async function copySchema(server: BenchServer, from: string, to: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-bench-"));
  try {
    const file = join(folder, "schema");
    await execa(join(server.programs, "pg_dump"), ["-s", "-Fc", "-f", file, server.address(from)]);
    await execa(join(server.programs, "pg_restore"), ["-d", server.address(to), file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
