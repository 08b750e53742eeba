import type { RunState, StageState } from "../../protocol/fold-run.ts";
import { outcomeLines } from "../render/outcome-lines.ts";
import { problemLines } from "../render/problem-lines.ts";
import { runResult } from "../render/run-result.ts";
import { exitCodeOfRun, exitCodes } from "../session/exit-code.ts";
import type { Session } from "../session/session.ts";
import { lastLines } from "./run-log.ts";

/** Lines of a failed stage's log that are shown with its problem. */
const shownLogLines = 15;

/** What a run of this kind has come to, beside how it ended. */
interface Result {
  readonly object: object;
  readonly lines: readonly string[];
}

/**
 * Says what a run came to: why it failed and what it printed last, where its results are. Gives the exit code.
 * @param resultOf the result of a run that is more than the run itself; none where it came to nothing.
 */
export async function reportRun(
  session: Session,
  run: RunState | undefined,
  resultOf: (run: RunState) => Result | undefined = () => undefined,
): Promise<number> {
  if (!run) return exitCodes.cancelled;
  const { out } = session;
  if (!out.json) for (const stage of run.stages) if (stage.problem) await reportFailure(session, run.id, stage);
  const result = resultOf(run);
  out.lines([...outcomeLines(run, out.paint), ...(result?.lines ?? [])]);
  out.object(result?.object ?? runResult(run));
  return exitCodeOfRun(run);
}

async function reportFailure({ out, client }: Session, run: string, stage: StageState): Promise<void> {
  const { name, logBytes, problem } = stage;
  if (logBytes > 0) {
    const lines = await lastLines(client, { run, stage: name, bytes: logBytes }, shownLogLines);
    out.note(["", ...lines.map((line) => out.paintNote("quiet", `  ${name} │ ${line}`))]);
  }
  if (problem) out.note(["", ...problemLines(problem, out.paintNote), ""]);
}
