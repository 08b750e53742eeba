import { Problem } from "../../problem.ts";
import type { Forge } from "../forge.ts";
import type { Client } from "./client.ts";

/** Check runs: what Apps, GitHub Actions among them, say of a commit. Statuses are another world. */
export function checkRunsOf(client: Client): Pick<Forge, "checkRuns"> {
  const { octokit, repository } = client;
  return {
    async checkRuns(sha) {
      try {
        return await client.ask("listCheckRuns", `The check runs of ${sha} cannot be read`, async (route) => {
          const found = await octokit.paginate(route, { ...repository, ref: sha, filter: "latest", per_page: 100 });
          return found.map(({ name, status, conclusion }) => ({ name, status, conclusion: conclusion ?? undefined }));
        });
      } catch (error) {
        // A fine-grained token cannot be given this permission at all: GitHub answers 403, or as if there was nothing.
        const withheld = error instanceof Problem && ["forge-forbidden", "forge-not-found"].includes(error.code);
        if (withheld) return undefined;
        throw error;
      }
    },
  };
}
