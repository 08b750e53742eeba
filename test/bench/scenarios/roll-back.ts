import { setTimeout as delay } from "node:timers/promises";
import { unwatched } from "../../../agent/work.ts";
import { appContext, appSpec, removeContext } from "../../support/runtime-contract/setting.ts";
import { withBenchRuntime } from "../bench-runtime.ts";
import type { Benchmark } from "../benchmark.ts";
import { median } from "../compare.ts";

const times = 6;

/** Seconds until a version that is kept answers again, on Docker: from the wish to the first answer of its own. */
export const rollBack: Benchmark = {
  name: "roll-back",
  run: () =>
    withBenchRuntime(async ({ runtime, owner }) => {
      const context = await appContext();
      try {
        const artifact = await runtime.artifacts.build(appSpec(owner, "roll-back", context), unwatched());
        const serve = (version: string) =>
          runtime.workloads.serve(
            {
              owner: { ...owner, change: "production" },
              name: "web",
              artifact,
              command: "node server.mjs",
              route: "production",
              version,
              port: 3000,
              health: "/",
              hostnames: [],
              env: { VERSION: version },
              keep: 2,
            },
            unwatched(),
          );
        await serve("one");
        const { url } = await serve("two");
        const seconds: number[] = [];
        for (let time = 0; time < times; time++) {
          const version = time % 2 === 0 ? "one" : "two";
          const started = performance.now();
          const served = serve(version);
          await answersAs(url, version);
          seconds.push((performance.now() - started) / 1000);
          await served;
        }
        return [{ what: "roll-back", value: median(seconds), limit: 2, detail: `seconds, median of ${times}` }];
      } finally {
        await removeContext(context);
      }
    }),
};

async function answersAs(url: string, version: string): Promise<void> {
  for (;;) {
    const answer = (await (await fetch(url)).json()) as { version: string };
    if (answer.version === version) return;
    await delay(10);
  }
}
