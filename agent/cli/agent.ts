import { Command } from "commander";
import { connectToRunning, type Line } from "../client/connect.ts";
import { stopAgent } from "../client/stop-agent.ts";
import { untilStopped } from "../client/until-stopped.ts";
import { requests } from "../protocol/messages.ts";
import { formatSeconds } from "./render/seconds.ts";
import { action } from "./session/action.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function agentCommand(surroundings: Surroundings): Command {
  return new Command("agent")
    .description("the daemon that does the work")
    .addCommand(new Command("start").description("start it, if none runs").action(action(surroundings, start)))
    .addCommand(
      new Command("stop")
        .description("stop it; refused while a run goes on")
        .option("--force", "cancel what goes on")
        .action(action(surroundings, (session, options: { force?: boolean }) => stop(session, surroundings, options))),
    )
    .addCommand(
      new Command("status")
        .description("whether it runs, and what it does")
        .action(action(surroundings, (session) => status(session, surroundings))),
    );
}

async function start({ ask, out }: Session): Promise<void> {
  const { pid, build } = await ask(requests.agentStatus, {});
  out.object({ kind: "agent", running: true, pid, build });
  out.lines([`The agent runs (process ${pid}).`]);
}

async function stop(session: Session, surroundings: Surroundings, { force = false }: { force?: boolean }) {
  const { out, interrupts, places } = session;
  const line = await running(session, surroundings).catch((error) => untilStopped(places, error));
  if (!line) return sayNoneRuns(session);
  try {
    await stopAgent(line, { force, signal: interrupts.cancel });
  } finally {
    line.wire.close();
  }
  out.object({ kind: "agent", running: false });
  out.lines(["The agent has stopped."]);
}

async function status(session: Session, surroundings: Surroundings): Promise<void> {
  const line = await running(session, surroundings);
  if (!line) return sayNoneRuns(session);
  const { pid, build, startedAt, clients, runs } = await line.wire.request(requests.agentStatus, {});
  line.wire.close();
  session.out.object({ kind: "agent", running: true, pid, build, startedAt, clients: clients - 1, runs });
  session.out.lines([
    `The agent runs (process ${pid}, build ${build}) for ${formatSeconds((Date.now() - startedAt) / 1000)}.`,
    `Other clients: ${clients - 1}. Runs: ${runs.join(", ") || "none"}.`,
  ]);
}

/** A line of its own: these commands start no agent, and speak to one of any build. */
function running({ places }: Session, { build }: Surroundings): Promise<Line | undefined> {
  return connectToRunning(places, { client: "cli", build, prepare: () => {} });
}

function sayNoneRuns({ out }: Session): void {
  out.object({ kind: "agent", running: false });
  out.lines(["No agent runs."]);
}
