import { type BenchServer, withBenchServer } from "../bench-server.ts";
import type { Benchmark, Measurement } from "../benchmark.ts";
import { median } from "../compare.ts";
import { shopSql } from "../shop.ts";
import { subsetCommand } from "../subset-command.ts";

const scales = [1, 4, 16];
const runs = 5;

/**
 * The shop at several sizes: how the time beyond an empty shop's grows against the rows kept, and how many pages of the
 * tables the source's server looked at.
 */
export const growth: Benchmark = {
  name: "growth",
  long: true,
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("shop_0", shopSql(0));
      const empty = await measure(server, 0);
      const measured: Size[] = [];
      for (const scale of scales) {
        await server.fill(`shop_${scale}`, shopSql(scale));
        measured.push(await measure(server, scale));
      }
      const [small] = measured;
      if (!small) return [];
      return measured.flatMap((size) => [timeOf(size, small, empty), pagesOf(size)]);
    }),
};

interface Size {
  readonly scale: number;
  readonly seconds: number;
  readonly rows: number;
  readonly pages: number;
}

async function measure(server: BenchServer, scale: number): Promise<Size> {
  const database = `shop_${scale}`;
  const seconds: number[] = [];
  let rows = 0;
  const before = await pagesTouched(server, database);
  for (let run = 0; run < runs; run++) {
    await server.empty("copy");
    const start = performance.now();
    ({ rows } = await subsetCommand(server.address(database), server.address("copy")));
    seconds.push((performance.now() - start) / 1000);
  }
  const pages = ((await pagesTouched(server, database)) - before) / runs;
  return { scale, seconds: median(seconds), rows, pages };
}

async function pagesTouched(server: BenchServer, database: string): Promise<number> {
  const [row] = await server.rows<{ pages: number }>(
    database,
    "SELECT sum(heap_blks_read + heap_blks_hit)::float8 AS pages FROM pg_statio_user_tables",
  );
  return row?.pages ?? 0;
}

function timeOf(size: Size, small: Size, empty: Size): Measurement {
  const longer = (size.seconds - empty.seconds) / (small.seconds - empty.seconds);
  const more = size.rows / small.rows;
  return {
    what: `time at scale ${size.scale}, by the rows kept`,
    value: longer / more,
    limit: 1,
    detail: `${longer.toFixed(2)} times the time for ${more.toFixed(2)} times the rows; ${size.seconds.toFixed(2)} s, empty ${empty.seconds.toFixed(2)} s`,
  };
}

function pagesOf({ scale, pages, rows }: Size): Measurement {
  const allowed = 5 * rows + 5000;
  return {
    what: `pages touched at scale ${scale}`,
    value: pages / allowed,
    limit: 1,
    detail: `${pages.toFixed(0)} of ${allowed} for ${rows} rows`,
  };
}
