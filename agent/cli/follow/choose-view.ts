import type { Session } from "../session/session.ts";
import { jsonView } from "./json-view.ts";
import { liveView } from "./live-view.ts";
import { plainView } from "./plain-view.ts";
import type { RunView } from "./run-view.ts";

/** The view that fits what stdout is. */
export function chooseView({ out, client }: Session, run: string): RunView {
  if (out.json) return jsonView(out, client, run);
  return out.live ? liveView(out) : plainView(out);
}
