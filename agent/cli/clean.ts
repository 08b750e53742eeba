import { Command } from "commander";
import { requests } from "../protocol/messages.ts";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function cleanCommand(surroundings: Surroundings): Command {
  return new Command("clean")
    .description("remove what nothing needs any more")
    .option("--all", "the caches too: the newest snapshot and the images, where no open change uses them")
    .action(
      action(surroundings, async ({ ask, out, place }, { all = false }: { all?: boolean }) => {
        const { removed, kept, notes } = await ask(requests.clean, { ...place, all });
        out.object({ kind: "clean", removed, kept, notes });
        out.lines([
          ...notes,
          ...removed.map((name) => `removed  ${name}`),
          ...kept.map((name) => out.paint("quiet", `kept     ${name}`)),
          ...(removed.length + kept.length === 0 ? ["Nothing was there to remove."] : []),
        ]);
      }),
    );
}
