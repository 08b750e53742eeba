import { type BenchServer, withBenchServer } from "../bench-server.ts";
import type { Benchmark, Measurement } from "../benchmark.ts";
import { shopSql } from "../shop.ts";
import { weighedSubset } from "../subset-command.ts";

const mega = 1e6;

/** Text that no TOAST compression makes small, so that all of it travels. */
const wideRow = `
  CREATE TABLE documents (id int PRIMARY KEY, body text NOT NULL);
  ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
  INSERT INTO documents VALUES (1, repeat('0123456789', 25000000));`;

/** What the command and pg_dump hold at most, as a share of what they may: 150 MB and 120 bytes a kept row. */
export const memory: Benchmark = {
  name: "memory",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("shop", shopSql());
      await server.fill("shop_4", shopSql(4));
      await server.fill("wide", wideRow);
      return [await weigh(server, "shop"), await weigh(server, "shop_4"), await weigh(server, "wide")];
    }),
};

async function weigh(server: BenchServer, database: string): Promise<Measurement> {
  await server.empty("copy");
  const { report, peakBytes } = await weighedSubset(server.address(database), server.address("copy"));
  const allowed = 150 * mega + 120 * report.rows;
  return {
    what: `memory of ${database}`,
    value: peakBytes / allowed,
    limit: 1,
    detail: `${(peakBytes / mega).toFixed(0)} MB of ${(allowed / mega).toFixed(0)} for ${report.rows} rows`,
  };
}
