import { goingBackTakes } from "../../agent/protocol/going-back.ts";
import type { ReleaseSummary } from "../../agent/protocol/release-summary.ts";
import { noteRow } from "./note-row.ts";
import type { Row } from "./row.ts";

/** The releases, newest first, each with what going back to it would take. */
export function releaseRows(releases: readonly ReleaseSummary[]): Row[] {
  return releases.length > 0 ? releases.map(releaseRow) : [noteRow("Nothing was released from this machine yet.")];
}

function releaseRow(release: ReleaseSummary): Row {
  const { number, title, commit, at, live, backTo, url, pullRequest } = release;
  const what = backTo === undefined ? title : `Back to release ${backTo}`;
  const takes = live ? "live" : goingBackTakes(release);
  const came = pullRequest === undefined ? "" : `, by #${pullRequest}`;
  return {
    id: `release ${number}`,
    label: `${number}  ${what}`,
    description: takes,
    tooltip: `Release ${number}: ${what}\n${commit.slice(0, 8)}${came}, ${new Date(at).toLocaleString()}\n${live ? "Live" : `Going back takes: ${takes}`}`,
    icon: live
      ? { name: "pass-filled", color: "testing.iconPassed" }
      : { name: backTo === undefined ? "tag" : "history" },
    kind: live ? "release.live" : "release",
    about: { release: number, url: live ? url : undefined },
    children: [],
  };
}
