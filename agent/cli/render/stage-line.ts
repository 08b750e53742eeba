import type { StageState, StageStatus } from "../../protocol/fold-run.ts";
import type { Paint, Tone } from "./paint.ts";
import { formatSeconds } from "./seconds.ts";

/** What a line is fitted to. */
export interface LineFrame {
  /** Columns that a line may take. */
  readonly width: number;
  /** Columns of the longest name, so that what follows stands in one column. */
  readonly nameWidth: number;
  readonly paint: Paint;
}

const signs: Record<StageStatus, readonly [sign: string, tone: Tone]> = {
  pending: ["○", "quiet"],
  running: ["●", "busy"],
  waiting: ["?", "busy"],
  succeeded: ["✔", "good"],
  failed: ["✖", "bad"],
  skipped: ["–", "quiet"],
  cancelled: ["■", "quiet"],
};

/** Columns of the seconds, at the end of the line. */
const timeWidth = 9;

/** One line of at most `frame.width` columns: sign, name, what goes on, seconds. `now` is milliseconds since the epoch. */
export function stageLine(stage: StageState, now: number, { width, nameWidth, paint }: LineFrame): string {
  const [sign, tone] = signs[stage.status];
  const room = Math.max(0, width - nameWidth - timeWidth - 5);
  const said = cut(saying(stage), room).padEnd(room);
  const time = timeOf(stage, now).padStart(timeWidth);
  const name = stage.name.padEnd(nameWidth);
  const quiet = stage.status === "pending" || stage.status === "skipped";
  return `${paint(tone, sign)} ${quiet ? paint("quiet", name) : name}  ${paint("quiet", said)} ${time}`.trimEnd();
}

function saying(stage: StageState): string {
  switch (stage.status) {
    case "running":
      return [stage.message, percent(stage.fraction)].filter(Boolean).join(" ");
    case "waiting":
      return `waits for ${stage.waitingFor ?? "something"}`;
    case "succeeded":
      return stage.reused ? "as before" : "";
    case "failed":
      return stage.problem?.what ?? "";
    case "skipped":
      return stage.message ?? "";
    case "pending":
    case "cancelled":
      return "";
  }
}

function timeOf(stage: StageState, now: number): string {
  if (stage.seconds !== undefined) return formatSeconds(stage.seconds);
  const going = stage.status === "running" || stage.status === "waiting";
  return going && stage.startedAt !== undefined ? formatSeconds(Math.max(0, now - stage.startedAt) / 1000) : "";
}

function percent(fraction: number | undefined): string {
  return fraction === undefined ? "" : `${Math.floor(fraction * 100)} %`;
}

/** A text of one line that fits. */
function cut(text: string, room: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= room ? line : `${line.slice(0, Math.max(0, room - 1))}…`;
}
