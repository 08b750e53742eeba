import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { SubsetReport } from "../../../agent/subset/request.ts";
import { type BenchServer, withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { printPhases } from "../print-phases.ts";
import { shopSql } from "../shop.ts";
import { subsetCommand } from "../subset-command.ts";

/** The shop's subset against copying all of it the fastest way that PostgreSQL's own tools know. */
export const fullCopy: Benchmark = {
  name: "full-copy",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("shop", shopSql());
      const reports: SubsetReport[] = [];
      const ratio = await measureRatio({
        name: "full-copy",
        base: () => copyAll(server, "shop", "copy"),
        subject: async () => void reports.push(await subsetCommand(server.address("shop"), server.address("copy"))),
        between: () => server.empty("copy"),
        pairs: 7,
        limit: 0.25,
      });
      printPhases("full-copy", reports);
      return [ratio];
    }),
};

async function copyAll(server: BenchServer, from: string, to: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-bench-"));
  const run = (program: string, ...args: string[]) => execa(join(server.programs, program), args);
  try {
    const dump = join(folder, "dump");
    await run("pg_dump", "-Fd", "-Z0", "-j2", "-f", dump, server.address(from));
    await run("pg_restore", "-j2", "-d", server.address(to), dump);
    await run("vacuumdb", "-q", "-Z", "-j2", "-d", server.address(to));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
