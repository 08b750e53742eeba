import { Command, Option } from "commander";
import { Problem } from "../problem.ts";
import { requests } from "../protocol/messages.ts";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { wayBackLines } from "./render/way-back-lines.ts";
import { action } from "./session/action.ts";
import { wholeNumber } from "./session/arguments.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

interface RollbackFlags {
  readonly database?: "keep" | "restore";
  readonly yes?: boolean;
}

export function rollbackCommand(surroundings: Surroundings): Command {
  return new Command("rollback")
    .description("have an earlier release serve again, code and database; says what it means unless told --yes")
    .argument("[release]", "its number; the one before what is live if left out", wholeNumber)
    .addOption(
      new Option(
        "--database <what>",
        "a database that is ahead of it: keep it, or restore the backup from before",
      ).choices(["keep", "restore"]),
    )
    .option("--yes", "do it; without this it is only said what would be done")
    .action(
      action(surroundings, async (session, release: number | undefined, flags: RollbackFlags = {}) => {
        if (!flags.yes) return explain(session, release, flags);
        return reportRun(session, await performRun(session, { kind: "rollback", release, database: flags.database }));
      }),
    );
}

async function explain({ ask, out, place }: Session, release: number | undefined, flags: RollbackFlags): Promise<void> {
  const way = await ask(requests.releaseWayBack, { ...place, release });
  if (flags.database === "restore" && !way.restores) {
    throw new Problem({
      what: way.ahead.length > 0 ? "There is no backup to restore" : "The database is as that release knows it",
      where: `release ${way.to.number}`,
      next: "Go back with the code alone: leave `--database restore` out.",
      code: "rollback-no-backup",
      usage: true,
    });
  }
  out.object({ kind: "way-back", ...way });
  out.lines(wayBackLines(way, out.paint));
}
