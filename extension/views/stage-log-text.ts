import { stripVTControlCharacters } from "node:util";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import type { ProblemData } from "../../agent/protocol/problem-data.ts";
import { formatSeconds } from "../duration.ts";

/**
 * A stage's log as a document: what it printed, then how it ended. Colours and progress bars that redraw themselves
 * are for terminals: of a line that was drawn over, the last state stays.
 */
export function stageLogText(printed: string, stage: StageState | undefined): string {
  const plain = stripVTControlCharacters(printed.replaceAll("\r\n", "\n")).replace(/[^\n]*\r(?=[^\n])/g, "");
  const body = plain.replaceAll("\r", "").trimEnd();
  const end = stage ? endOf(stage, body) : "";
  if (body === "" && end === "") return "This stage has printed nothing so far.\n";
  return [body, end]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function endOf(stage: StageState, body: string): string {
  const { name, status, seconds, reused, message, problem } = stage;
  const time = seconds === undefined ? "" : ` after ${formatSeconds(seconds)}`;
  switch (status) {
    case "succeeded":
      return reused ? `${name}: nothing to do, an earlier result still holds` : `${name}: done${time}`;
    case "cancelled":
      return `${name}: cancelled${time}`;
    case "skipped":
      return `${name}: skipped, ${message ?? "it was not needed"}`;
    case "failed":
      return [`${name}: error${time}`, ...(problem ? problemLines(problem, body) : [])].join("\n");
    case "pending":
    case "running":
    case "waiting":
      return "";
  }
}

function problemLines({ what, where, why, next }: ProblemData, body: string): string[] {
  // What quotes the log, or leads to it, need not be said in it again.
  const last = why?.trimEnd().split("\n").at(-1)?.trim();
  const quoted = last !== undefined && body.split("\n").some((line) => line.trim() === last);
  const parts = { what, where, why: quoted ? undefined : why, next: quoted ? undefined : next };
  return Object.entries(parts).flatMap(([title, text]) =>
    text ? [`  ${title.padEnd(7)}${text.trim().replaceAll("\n", `\n${" ".repeat(9)}`)}`] : [],
  );
}
