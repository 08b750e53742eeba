import type { Forge } from "../forge.ts";
import type { Client } from "./client.ts";

/** How far two commits or branches are apart. */
export function compareOf(client: Client): Pick<Forge, "compare"> {
  const { octokit, repository } = client;
  return {
    async compare(base, head) {
      const { data } = await client.ask("compare", `${head} cannot be compared with ${base}`, (route) =>
        // One commit a page: only the counts are read.
        octokit.request(route, { ...repository, basehead: `${base}...${head}`, per_page: 1 }),
      );
      return { aheadBy: data.ahead_by, behindBy: data.behind_by };
    },
  };
}
