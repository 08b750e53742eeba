import { canGoBackTo, goingBackTakes } from "../../agent/protocol/going-back.ts";
import type { ReleaseSummary } from "../../agent/protocol/release-summary.ts";
import { noteRow } from "./note-row.ts";
import type { Row } from "./row.ts";

/** The releases, newest first, each with what going back to it would take. */
export function releaseRows(releases: readonly ReleaseSummary[]): Row[] {
  return releases.length > 0 ? releases.map(releaseRow) : [noteRow("Nothing was released from this machine yet.")];
}

function releaseRow(release: ReleaseSummary): Row {
  const { number, title, commit, at, live, neverLive, backTo, url, pullRequest } = release;
  const what = backTo === undefined ? title : `Back to release ${backTo}`;
  const takes = goingBackTakes(release);
  const came = pullRequest === undefined ? "" : `, by #${pullRequest}`;
  return {
    id: `release ${number}`,
    label: `${number}  ${what}`,
    description: live ? (takes ? "live, database ahead" : "live") : takes,
    tooltip: [
      `Release ${number}: ${what}`,
      `${commit.slice(0, 8)}${came}, ${new Date(at).toLocaleString()}`,
      ...(live ? ["Live"] : []),
      ...(neverLive ? ["It changed the database and never served."] : takes ? [`Going back takes: ${takes}`] : []),
    ].join("\n"),
    icon: iconOf(release),
    kind: kindOf(release),
    about: { release: number, url: live ? url : undefined },
    children: [],
  };
}

function iconOf({ live, neverLive, backTo }: ReleaseSummary): Row["icon"] {
  if (live) return { name: "pass-filled", color: "testing.iconPassed" };
  if (neverLive) return { name: "error", color: "testing.iconFailed" };
  return { name: backTo === undefined ? "tag" : "history" };
}

function kindOf(release: ReleaseSummary): Row["kind"] {
  if (release.neverLive) return "release.neverLive";
  if (release.live) return canGoBackTo(release) ? "release.live.ahead" : "release.live";
  return "release";
}
