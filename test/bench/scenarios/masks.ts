import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withBenchServer } from "../bench-server.ts";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { shopSql } from "../shop.ts";
import { shopMasks } from "../shop-masks.ts";
import { subsetCommand } from "../subset-command.ts";

/** The shop with five of its columns masked on the way, against the shop as it is. */
export const masks: Benchmark = {
  name: "masks",
  run: () =>
    withBenchServer(async (server) => {
      await server.fill("shop", shopSql());
      const folder = await mkdtemp(join(tmpdir(), "slipway-bench-"));
      try {
        const config = join(folder, "slipway.json");
        await writeFile(config, JSON.stringify({ mask: shopMasks }));
        const subset = async (...args: string[]) =>
          void (await subsetCommand(server.address("shop"), server.address("copy"), args));
        return [
          await measureRatio({
            name: "masks",
            base: () => subset("--unmasked"),
            subject: () => subset("--config", config),
            between: () => server.empty("copy"),
            pairs: 9,
            limit: 1.3,
          }),
        ];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
};
