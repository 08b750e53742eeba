import { Command } from "commander";
import { goingBackTakes } from "../protocol/going-back.ts";
import { requests } from "../protocol/messages.ts";
import type { ReleaseSummary } from "../protocol/release-summary.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function releasesCommand(surroundings: Surroundings): Command {
  return new Command("releases").description("what is and was live").action(
    action(surroundings, async ({ ask, out, place }) => {
      const { releases } = await ask(requests.releaseList, place);
      for (const release of releases) out.object({ kind: "release", ...release });
      out.lines(
        releases.length === 0 ? ["Nothing has been released from here yet."] : table([heading, ...releases.map(row)]),
      );
    }),
  );
}

const heading = ["", "release", "title", "pull", "commit", "at", "where", "going back to it"];

function row(release: ReleaseSummary): string[] {
  const { number, commit, pullRequest, at, live, url } = release;
  const pull = pullRequest === undefined ? "" : `#${pullRequest}`;
  const title = release.backTo === undefined ? release.title : `${release.title} (back to release ${release.backTo})`;
  const when = new Date(at).toLocaleString();
  return [live ? "live" : "", String(number), title, pull, commit.slice(0, 8), when, url, goingBackTakes(release)];
}
