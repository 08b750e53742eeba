import { Command } from "commander";
import { requests } from "../protocol/messages.ts";
import { openPsql } from "./clone/open-psql.ts";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { formatBytes } from "./render/bytes.ts";
import { formatSeconds } from "./render/seconds.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function cloneCommand(surroundings: Surroundings): Command {
  const change = "the change; that of the branch here if left out";
  return new Command("clone")
    .description("databases like production's, one server a change")
    .addCommand(
      new Command("start")
        .description("start the one of the branch here, or find it, and say how to get to it")
        .action(action(surroundings, start)),
    )
    .addCommand(new Command("list").description("all of this repository").action(action(surroundings, list)))
    .addCommand(
      new Command("reset")
        .description("make its database `dev` anew, as it came from production")
        .argument("[change]", change)
        .action(action(surroundings, reset)),
    )
    .addCommand(
      new Command("psql")
        .description("open a shell on its database `dev`")
        .option("--change <change>", change)
        .option("--start", "start the clone of the branch here first, where it does not run")
        .argument("[arguments...]", "for psql, after --")
        .action(action(surroundings, psql)),
    )
    .addCommand(
      new Command("stop").description("remove it").argument("[change]", change).action(action(surroundings, stop)),
    );
}

async function start(session: Session): Promise<number> {
  const { ask, out, place } = session;
  const run = await performRun(session, { kind: "clone" });
  if (run?.status !== "succeeded") return reportRun(session, run);
  const { change, container, url } = await ask(requests.cloneReach, { ...place, change: run.change });
  return reportRun(session, run, () => ({
    object: { kind: "clone", change, url, container, seconds: run.seconds },
    lines: [`${"Database".padEnd(12)}  ${out.paint("link", url)}`],
  }));
}

async function list({ ask, out, place }: Session): Promise<void> {
  const { clones } = await ask(requests.cloneList, place);
  for (const clone of clones) out.object({ kind: "clone", ...clone });
  const rows = clones.map(({ change, container, bytes, snapshot = "" }) => [
    change,
    container,
    formatBytes(bytes),
    snapshot,
  ]);
  out.lines(
    rows.length === 0
      ? ["No clone here. `slipway clone start` makes one."]
      : table([["change", "server", "disk", "snapshot"], ...rows]),
  );
}

async function reset({ ask, out, place }: Session, change?: string): Promise<void> {
  const done = await ask(requests.cloneReset, { ...place, change });
  out.object({ kind: "clone", ...done });
  out.lines([`The database of ${done.change} is as it came from production (${formatSeconds(done.seconds)}).`]);
}

async function psql(
  session: Session,
  args: readonly string[],
  { change, start }: { change?: string; start?: boolean },
): Promise<number> {
  const { ask, place } = session;
  if (start) {
    const run = await performRun(session, { kind: "clone" });
    if (run?.status !== "succeeded") return reportRun(session, run);
  }
  return openPsql(await ask(requests.cloneReach, { ...place, change }), args, place.environment);
}

async function stop({ ask, out, place }: Session, named?: string): Promise<void> {
  const { change } = await ask(requests.cloneStop, { ...place, change: named });
  out.object({ kind: "clone", change, up: false });
  out.lines([`The clone of ${change} is gone.`]);
}
