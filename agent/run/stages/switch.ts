import { asProblem, Problem } from "../../problem.ts";
import type { Target } from "../../target/target.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { chooseStage } from "./choose.ts";
import { deployFacts, goLive, prepareDeploy } from "./deploy.ts";
import { inWords, lastRelease } from "./live-standing.ts";
import { releasedConfig } from "./released-config.ts";
import type { restoreStage } from "./restore.ts";

/** Production goes back: the database first, where one was restored, then the code. If the code cannot, the database stays. */
export function switchStage(
  services: Services,
  needs: { choose: ReturnType<typeof chooseStage>; database: ReturnType<typeof restoreStage> },
) {
  return defineStage({
    name: "switch",
    needs,
    output: deployFacts,
    execute: async ({ choose, database }, context) => {
      const { to, backup, behind } = choose;
      const target = await services.target(choose.config, context);
      const lock = await target.lock(context.run);
      try {
        await refuseMoved(target, choose.from);
        const config = await releasedConfig(services, to.commit, choose.config);
        const wanted = { ...to, config, backTo: to.number, migrate: behind.length > 0 };
        // All that is slow or may fail comes before the database is swapped: what serves until then knows the present one.
        const prepared = await prepareDeploy(services, target, wanted, context);
        if (database.database === undefined || backup === undefined) return await goLive(target, prepared, context);
        context.progress("putting the database as it was in place");
        const kept = await target.replaceDatabase(database.database);
        context.log(`The database as it was until now is kept: ${kept}\n`);
        try {
          const request = { ...prepared.request, restored: { backup, kept } };
          const facts = await goLive(target, { ...prepared, request }, context);
          context.output("database.kept", kept);
          return facts;
        } catch (error) {
          await target.replaceDatabase(kept, database.database);
          throw notGone(error, database.database);
        }
      } finally {
        await lock.release();
      }
    },
  });
}

async function refuseMoved(target: Target, from: number): Promise<void> {
  const now = await lastRelease(target);
  if (!now || now.number === from) return;
  throw new Problem({
    what: "Another release went live meanwhile",
    where: inWords(now),
    next: "Nothing was changed. Look at `slipway releases`, then go back again if you still want to.",
    code: "overtaken",
  });
}

function notGone(error: unknown, database: string): Problem {
  const { what, where, why, code } = asProblem(error, "The version before does not serve");
  return new Problem({
    what,
    where,
    why,
    next: `Production is as it was, code and database. What was written in between is in the database ${database}.`,
    code: code ?? "rollback-failed",
    cause: error,
  });
}
