import { Problem } from "../../problem.ts";
import type { Forge } from "../forge.ts";
import type { Client } from "./client.ts";

/** Whether the credentials open the repository, and for writing: asked before anything that needs it. */
export function accessOf(client: Client): Pick<Forge, "requireWriteAccess"> {
  const { repository, remote } = client;
  return {
    async requireWriteAccess() {
      const what = `${repository.owner}/${repository.repo} cannot be written to`;
      const { permissions } = await askRepository(client, what);
      // GitHub leaves the field out for some kinds of token: then the first write shows it.
      if (permissions?.push !== false) return;
      throw new Problem({
        what,
        where: remote.webUrl,
        why: "the account may read it only",
        next: "Ask its owner for write access, or sign in with another account.",
        code: "forge-forbidden",
      });
    },
  };
}

/** The repository as GitHub describes it to whoever asks. */
export async function askRepository(client: Client, what: string) {
  const { data } = await client.ask("getRepository", what, (route) => client.octokit.request(route, client.repository));
  return data;
}
