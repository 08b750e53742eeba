import type { Deployment, Forge } from "../forge.ts";
import type { Client } from "./client.ts";
import { shorten } from "./statuses.ts";

/** Deployments and what became of them. */
export function deploymentsOf(client: Client): Pick<Forge, "deployments" | "createDeployment" | "setDeploymentState"> {
  const { octokit, repository } = client;
  return {
    async deployments({ environment, sha }) {
      return client.ask("listDeployments", `The deployments to ${environment} cannot be listed`, async (route) => {
        const found = await octokit.paginate(route, { ...repository, environment, sha, per_page: 100 });
        return found.map(asDeployment);
      });
    },

    async createDeployment({ sha, environment, transient, production, description }) {
      const what = `The deployment to ${environment} cannot be announced`;
      const { data, status } = await client.ask("createDeployment", what, (route) =>
        octokit.request(route, {
          ...repository,
          ref: sha,
          environment,
          description: shorten(description),
          transient_environment: transient,
          production_environment: production,
          // Left out, GitHub would merge the default branch into ours, and wait for statuses that we are still to set.
          auto_merge: false,
          required_contexts: [],
        }),
      );
      if (status !== 201) throw new Error(`GitHub answered ${status} to a deployment without auto_merge`);
      return asDeployment(data);
    },

    async setDeploymentState(id, state, { environmentUrl, logUrl, description }) {
      await client.ask("createDeploymentStatus", `The deployment cannot be marked ${state}`, (route) =>
        octokit.request(route, {
          ...repository,
          deployment_id: id,
          state,
          environment_url: environmentUrl,
          log_url: logUrl,
          description: description === undefined ? undefined : shorten(description),
        }),
      );
    },
  };
}

function asDeployment(found: { id: number | bigint; sha: string; environment: string }): Deployment {
  return { id: Number(found.id), sha: found.sha, environment: found.environment };
}
