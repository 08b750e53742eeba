import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../agent/config/parse-config.ts";
import { withDatabase } from "../../agent/database/connection.ts";
import type { StoredSnapshot } from "../../agent/runtime/runtime.ts";
import { type ObtainedSnapshot, obtainSnapshot } from "../../agent/snapshot/obtain-snapshot.ts";
import { unwatched } from "../../agent/work.ts";
import { type BenchRuntime, withBenchRuntime } from "./bench-runtime.ts";
import { withBenchServer } from "./bench-server.ts";
import { shopSql } from "./shop.ts";
import { shopMasks } from "./shop-masks.ts";

export interface ShopSnapshot extends BenchRuntime {
  readonly snapshot: StoredSnapshot;
  /** Asks for it once more. */
  obtain(): Promise<ObtainedSnapshot>;
}

/** Lends the snapshot of the shop's subset, masked, and removes it. */
export function withShopSnapshot<T>(use: (shop: ShopSnapshot) => Promise<T>): Promise<T> {
  return withBenchServer((server) =>
    withBenchRuntime(async (bench) => {
      await server.fill("shop", shopSql());
      const stateFolder = await mkdtemp(join(tmpdir(), "slipway-bench-"));
      const config = parseConfig(JSON.stringify({ mask: shopMasks }), "slipway.json");
      const source = withDatabase(server.connection, "shop");
      const obtain = () => obtainSnapshot({ ...bench, source, config, stateFolder, outdatedToo: false }, unwatched());
      try {
        return await use({ ...bench, obtain, snapshot: (await obtain()).snapshot });
      } finally {
        await rm(stateFolder, { recursive: true, force: true });
      }
    }),
  );
}
