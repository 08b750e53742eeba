import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startDaemon } from "../../agent/daemon/daemon.ts";
import { PracticeProcess } from "../../agent/daemon/practice-process.ts";
import { findPlaces } from "../../agent/places.ts";
import { Problem } from "../../agent/problem.ts";
import { fakeComposition } from "./fake-composition.ts";
import { shipPlan, simpleStage } from "./simple-stage.ts";

/**
 * An agent to launch, as main.ts is one: its only plan is a stage that does not end by itself. It goes soon after its
 * last client, so that no test leaves one behind. SMALL_AGENT_BUILD names its build. As long as there is a file
 * "hold-closing" in its state folder, its end takes as long as taking down containers does.
 */
const endless = simpleStage("clone", [], (context) => {
  context.progress("begun");
  return new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason)));
});

const build = process.env.SMALL_AGENT_BUILD ?? "source";

try {
  const places = findPlaces();
  const practice = new PracticeProcess(places, join(places.state, "no-practice.js"));
  const hold = join(places.state, "hold-closing");
  const composition = fakeComposition(
    { ship: ({ directory }) => shipPlan([endless, simpleStage("migrate", [endless])], { directory }) },
    {
      close: async () => {
        console.log("closing");
        while (existsSync(hold)) await wait(20);
      },
    },
  );
  const daemon = await startDaemon({ places, build, practice, composition, grace: 300 });
  await daemon.ended;
  process.exit(0);
} catch (error) {
  if (error instanceof Problem && error.code === "agent-runs-already") process.exit(0);
  console.error(error);
  process.exit(1);
}
