import { AgentClient } from "../../agent/client/agent-client.ts";
import { slipway } from "./slipway.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/**
 * A client of a home's agent, for what the command line does not offer. The agent is started with the home's
 * environment; one that ends is not started again.
 * @param credentials what it answers when the agent asks, by name.
 */
export async function agentClient(
  home: SlipwayHome,
  credentials: Readonly<Record<string, string>> = {},
): Promise<AgentClient> {
  const { last, stderr } = await slipway(home, ["agent", "start"]);
  if (typeof last.build !== "string") throw new Error(`The agent did not start: ${JSON.stringify(last)} ${stderr}`);
  return new AgentClient({
    places: home.places,
    agentFile: "/nonexistent/agent.js",
    client: "cli",
    build: last.build,
    credential: async (_purpose, name) => credentials[name] ?? null,
  });
}
