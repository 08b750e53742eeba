import type { ProblemData } from "../agent/protocol/problem-data.ts";
import type { CommandId, EditorCommandId } from "./commands/ids.ts";

/** A button of a notification. */
export interface NoticeButton {
  readonly title: string;
  readonly command: CommandId | EditorCommandId;
}

/** A Problem as one notification. */
export interface Notice {
  readonly message: string;
  readonly buttons: readonly NoticeButton[];
}

/** A notification holds a few lines: the rest stands in the log. */
const longest = 240;

/** What can be done about a Problem from within the editor, by its code. */
const remedies: Readonly<Record<string, readonly NoticeButton[]>> = {
  "uncommitted-work": [{ title: "Commit and Ship", command: "slipway.ship" }],
  "on-base-branch": [{ title: "Pick a Ticket", command: "slipway.pickTicket" }],
  "nothing-to-ship": [{ title: "Pick a Ticket", command: "slipway.pickTicket" }],
  "ticket-closed": [{ title: "Pick a Ticket", command: "slipway.pickTicket" }],
  "run-in-progress": [{ title: "Show Run", command: "slipway.showRun" }],
  "credential-missing": [{ title: "Try Again", command: "slipway.ship" }],
  "no-pull-request": [{ title: "Ship", command: "slipway.ship" }],
  "gate-not-shipped": [{ title: "Ship", command: "slipway.ship" }],
  interrupted: [{ title: "Ship Again", command: "slipway.ship" }],
  "agent-not-started": [{ title: "Restart Agent", command: "slipway.restartAgent" }],
  "agent-not-replaced": [{ title: "Restart Agent", command: "slipway.restartAgent" }],
  "client-outdated": [{ title: "Reload Window", command: "workbench.action.reloadWindow" }],
  "answer-malformed": [{ title: "Reload Window", command: "workbench.action.reloadWindow" }],
  "agent-busy": [{ title: "Restart Agent", command: "slipway.restartAgent" }],
  "connection-lost": [{ title: "Restart Agent", command: "slipway.restartAgent" }],
  "no-practice-company": [{ title: "Start It", command: "slipway.tryPracticeCompany" }],
  "preview-asleep": [{ title: "Ship Again", command: "slipway.ship" }],
  "no-folder": [
    { title: "Open Folder", command: "vscode.openFolder" },
    { title: "Try the Practice Company", command: "slipway.tryPracticeCompany" },
  ],
  untrusted: [{ title: "Manage Workspace Trust", command: "workbench.trust.manage" }],
};

/** @param ofRun whether a run failed by it: then its log is a click away, and a release is tried again as a release. */
export function noticeOf(problem: ProblemData, ofRun?: "ship" | "release" | "rollback"): Notice {
  const { what, where, why, next, code } = problem;
  const head = where ? `${what} (${oneLine(where)})` : what;
  const reason = why ? reasonOf(why) : "";
  const first = cut(reason ? `${head}: ${reason}` : head);
  const remedy = (remedies[code] ?? []).map((button) =>
    ofRun === "release" && button.title === "Try Again"
      ? ({ title: "Try Again", command: "slipway.mergeAndDeploy" } as const)
      : button,
  );
  const showRun: NoticeButton[] = ofRun ? [{ title: "Show Run", command: "slipway.showRun" }] : [];
  const showLog: NoticeButton[] = ofRun ? [] : [{ title: "Show Log", command: "slipway.showLog" }];
  // What a button does need not be read as well.
  const advice = remedy.length === 0 && next ? ` ${oneLine(next)}` : "";
  return {
    message: `${first}${/[.…!?]$/.test(first) ? "" : "."}${advice}`,
    buttons: [...remedy, ...showRun, ...showLog],
  };
}

/** Of a list its points, of anything else its first line, unless that only opens what follows. */
function reasonOf(why: string): string {
  const lines = why.split("\n").filter((line) => line.trim() !== "");
  const points = lines.filter((line) => line.startsWith("- ")).map((line) => line.slice(2));
  if (points.length > 0) return points.join("; ");
  const [first = ""] = lines;
  return lines.length > 1 && first.endsWith(":") ? "" : first.trim();
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " · ");
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
