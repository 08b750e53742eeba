import { asProblem } from "../../problem.ts";
import type { EnvironmentSummary } from "../../protocol/environment-summary.ts";
import { requests } from "../../protocol/messages.ts";
import { problemLines } from "../render/problem-lines.ts";
import type { Session } from "../session/session.ts";

type Shared = EnvironmentSummary["changes"][number]["shared"];

/** How the previews of this repository are shared, by change. Where that cannot be had it is said, and none is. */
export async function sharedHere({ ask, out, place }: Session): Promise<ReadonlyMap<string, Shared>> {
  try {
    const { changes } = await ask(requests.environmentList, place);
    return new Map(changes.map(({ change, shared }) => [change, shared]));
  } catch (error) {
    out.note(problemLines(asProblem(error, "What is shared could not be found out").toJSON(), out.paintNote));
    return new Map();
  }
}
