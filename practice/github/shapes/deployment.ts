import { repositoryApi, type Site } from "../site.ts";
import type { Deployment, DeploymentStatus } from "../state.ts";
import { nodeId, user } from "./user.ts";

export function deployment(site: Site, one: Deployment) {
  const url = `${repositoryApi(site)}/deployments/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId("Deployment", one.id),
    url,
    sha: one.sha,
    ref: one.ref,
    task: one.task,
    payload: one.payload,
    original_environment: one.environment,
    environment: one.environment,
    transient_environment: one.transient,
    production_environment: one.production,
    description: one.description,
    creator: user(site, one.author),
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryApi(site),
    performed_via_github_app: null,
  };
}

export function deploymentStatus(site: Site, one: DeploymentStatus) {
  const deploymentUrl = `${repositoryApi(site)}/deployments/${one.deployment}`;
  return {
    id: one.id,
    node_id: nodeId("DeploymentStatus", one.id),
    url: `${deploymentUrl}/statuses/${one.id}`,
    state: one.state,
    creator: user(site, one.author),
    description: one.description,
    environment: one.environment,
    environment_url: one.environmentUrl,
    target_url: one.logUrl,
    log_url: one.logUrl,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    deployment_url: deploymentUrl,
    repository_url: repositoryApi(site),
    performed_via_github_app: null,
  };
}
