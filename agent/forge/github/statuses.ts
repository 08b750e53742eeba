import type { CommitStatus, Forge } from "../forge.ts";
import type { Client } from "./client.ts";

/** GitHub refuses a longer description. */
const longestDescription = 140;

/** Commit statuses: saying one, and the latest of every context. */
export function statusesOf(client: Client): Pick<Forge, "setStatus" | "statuses"> {
  const { octokit, repository } = client;
  return {
    async setStatus(sha, { context, state, description, targetUrl }) {
      await client.ask("createStatus", `The status ${context} cannot be set`, (route) =>
        octokit.request(route, {
          ...repository,
          sha,
          context,
          state,
          description: shorten(description),
          target_url: targetUrl,
        }),
      );
    },

    async statuses(sha) {
      return client.ask("combinedStatus", `The statuses of ${sha} cannot be read`, async (route) => {
        const found: CommitStatus[] = [];
        for (let page = 1; ; page++) {
          const { data } = await octokit.request(route, { ...repository, ref: sha, per_page: 100, page });
          found.push(...data.statuses.map(asStatus));
          if (data.statuses.length === 0 || found.length >= data.total_count) return found;
        }
      });
    },
  };
}

/** Cuts a description to what GitHub keeps, by whole characters. */
export function shorten(description: string): string {
  const characters = [...description];
  if (characters.length <= longestDescription) return description;
  return `${characters.slice(0, longestDescription - 1).join("")}…`;
}

function asStatus(status: {
  context: string;
  state: string;
  description: string | null;
  target_url: string | null;
}): CommitStatus {
  return {
    context: status.context,
    state: status.state as CommitStatus["state"],
    description: status.description ?? "",
    targetUrl: status.target_url ?? undefined,
  };
}
