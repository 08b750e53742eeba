import { isAbort, Problem } from "../problem.ts";
import { agentStopping } from "./until-stopped.ts";

const codes: readonly string[] = [
  agentStopping,
  "agent-busy",
  "agent-not-replaced",
  "agent-not-started",
  "client-outdated",
  "connection-lost",
];

/** Whether a request failed for want of an agent, and not by what it asked for. */
export function saysNoAgent(error: unknown): boolean {
  return isAbort(error) || (error instanceof Problem && codes.includes(error.code ?? ""));
}
