import { runsHere } from "../follow/find-run.ts";
import { textOutput } from "../render/outcome-lines.ts";
import type { Session } from "../session/session.ts";

/** A preview as the newest run of its change announced it. */
export interface Preview {
  readonly change: string;
  readonly url: string;
}

/** One preview for each change of this repository, newest first. Some may have been taken down since. */
export async function previewsHere(session: Session): Promise<Preview[]> {
  const previews = new Map<string, Preview>();
  for (const run of await runsHere(session)) {
    const url = textOutput(run, "preview.url");
    if (run.change === undefined || url === null || previews.has(run.change)) continue;
    previews.set(run.change, { change: run.change, url });
  }
  return [...previews.values()];
}
