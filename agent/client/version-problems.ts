import { Problem } from "../problem.ts";
import { protocolVersion } from "../protocol/messages.ts";
import type { Introduction, Line } from "./connect.ts";

type Agent = Line["agent"];

/** That the agent is too new for this client. */
export function clientOutdated(agent: Agent, client: Introduction["client"]): Problem {
  return new Problem({
    what: "The agent is of a newer Slipway than this one",
    where: nameOf(agent),
    why: protocols(agent),
    next:
      client === "editor"
        ? "Reload this window: what the agent does goes on."
        : "Update this `slipway`, or end the agent and what it does with `slipway agent stop --force`.",
    code: "client-outdated",
  });
}

/** That the agent is too old for this client, and has a run going on. */
export function otherAgentBusy(agent: Agent): Problem {
  return new Problem({
    what: "An agent of an older Slipway is busy",
    where: nameOf(agent),
    why: `a run is going on, and ${protocols(agent)}`,
    next: "Wait for the run, or end it and the agent with `slipway agent stop --force`.",
    code: "agent-busy",
  });
}

/** That an agent of another version stays, or comes back as often as it is asked to make room. */
export function agentNotReplaced(agent: Agent): Problem {
  return new Problem({
    what: "An agent of another version did not make room",
    where: nameOf(agent),
    next: "Reload the other windows, or end it with `slipway agent stop --force`, then try again.",
    code: "agent-not-replaced",
  });
}

function nameOf({ pid, build }: Agent): string {
  return `process ${pid}, build ${build}`;
}

function protocols({ protocol }: Agent): string {
  return `it speaks protocol ${protocol}, this one ${protocolVersion}`;
}
