import type { RunEvent } from "../../agent/protocol/run-event.ts";
import type { CommandResult } from "./slipway.ts";

/** Every stage of the run with how it ended, from the command's last line. */
export function stageStatuses({ last }: Pick<CommandResult, "last">): Record<string, string> {
  const stages = (last.stages ?? []) as { name: string; status: string }[];
  return Object.fromEntries(stages.map(({ name, status }) => [name, status]));
}

/** The event with which a stage ended well. @throws where it did not. */
export function success(result: CommandResult, stage: string): Extract<RunEvent, { type: "succeeded" }> {
  const event = result.events.find((one) => one.stage === stage && one.type === "succeeded");
  if (event?.type !== "succeeded") throw new Error(`${stage} did not succeed: ${JSON.stringify(result.lines.at(-1))}`);
  return event;
}

/** What a stage that ended well came to. */
export function stageOutput<T>(result: CommandResult, stage: string): T {
  return success(result, stage).output as T;
}

/** Why a stage failed. @throws where it did not. */
export function failureOf(result: CommandResult, stage: string): Extract<RunEvent, { type: "failed" }>["problem"] {
  const event = result.events.find((one) => one.stage === stage && one.type === "failed");
  if (event?.type !== "failed") throw new Error(`${stage} did not fail: ${JSON.stringify(result.lines.at(-1))}`);
  return event.problem;
}
