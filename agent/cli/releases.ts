import { Command } from "commander";
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

const heading = ["", "release", "title", "pull", "commit", "at", "where"];

function row({ number, title, commit, pullRequest, at, live, url }: ReleaseSummary): string[] {
  const pull = pullRequest === undefined ? "" : `#${pullRequest}`;
  return [live ? "live" : "", String(number), title, pull, commit.slice(0, 8), new Date(at).toLocaleString(), url];
}
