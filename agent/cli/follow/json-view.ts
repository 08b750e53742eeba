import type { AgentClient } from "../../client/agent-client.ts";
import type { Output } from "../session/output.ts";
import { LogLines } from "./log-lines.ts";
import type { RunView } from "./run-view.ts";

/** Every event as it is on stdout, the stages' logs on stderr. */
export function jsonView(out: Output, client: AgentClient, run: string): RunView {
  const logs = new LogLines(client, run, (stage, line) => out.note([`[${stage}] ${line}`]));
  return {
    show: (_, event) => {
      out.object(event);
      if (event.type === "log" && event.stage !== undefined) logs.grew(event.stage);
    },
    end: () => logs.end(),
  };
}
