import { deployment, deploymentStatus } from "../shapes/deployment.ts";
import type { Deployment, DeploymentStatus } from "../state.ts";
import { type Call, invalid, notFound, optionalText, type Route, requiredText } from "./answers.ts";
import { mergeDefaultBranch, requireContexts } from "./deployment-gate.ts";
import { list } from "./paging.ts";

const states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

export const deploymentRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/deployments",
    query: ["sha", "ref", "task", "environment"],
    handle(call) {
      const wanted = (["sha", "ref", "task", "environment"] as const).flatMap((name) => {
        const value = call.query.get(name);
        return value === null || value === "none" ? [] : [{ name, value }];
      });
      const found = call.site.store.state.deployments
        .filter((one) => wanted.every(({ name, value }) => one[name] === value))
        .sort((a, b) => b.id - a.id);
      return list(call, found, (one) => deployment(call.site, one));
    },
  },
  {
    route: "POST /repos/{owner}/{repo}/deployments",
    async handle(call) {
      const ref = requiredText(call, "Deployment", "ref");
      const sha = await call.site.repository.resolve(ref);
      if (!sha) throw invalid("Deployment", "ref", "custom", `No ref found for: ${ref}`);
      const merged = call.body.auto_merge === false ? undefined : await mergeDefaultBranch(call, ref, sha);
      if (merged) return merged;
      requireContexts(call, ref, sha);
      const environment = optionalText(call, "Deployment", "environment") ?? "production";
      const added: Deployment = {
        ...call.site.store.made(call.login),
        sha,
        ref,
        task: optionalText(call, "Deployment", "task") ?? "deploy",
        environment,
        description: optionalText(call, "Deployment", "description") ?? null,
        payload: call.body.payload ?? {},
        transient: call.body.transient_environment === true,
        production:
          typeof call.body.production_environment === "boolean"
            ? call.body.production_environment
            : environment === "production",
      };
      call.site.store.change((state) => state.deployments.push(added));
      return { status: 201, body: deployment(call.site, added) };
    },
  },
  {
    route: "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    handle(call) {
      const { store } = call.site;
      const of = store.state.deployments.find(({ id }) => String(id) === call.path.deployment_id);
      if (!of) throw notFound();
      const added = newStatus(call, of);
      store.change((state) => {
        state.deploymentStatuses.push(added);
        of.updatedAt = added.createdAt;
        if (added.state === "success" && call.body.auto_inactive !== false) retireOthers(call, of);
      });
      return { status: 201, body: deploymentStatus(call.site, added) };
    },
  },
];

function newStatus(call: Call, of: Deployment): DeploymentStatus {
  const state = requiredText(call, "DeploymentStatus", "state");
  if (!states.includes(state)) throw invalid("DeploymentStatus", "state", "invalid");
  const description = optionalText(call, "DeploymentStatus", "description") ?? "";
  if ([...description].length > 140) {
    throw invalid("DeploymentStatus", "description", "custom", "description is too long (maximum is 140 characters)");
  }
  const text = (field: string) => optionalText(call, "DeploymentStatus", field);
  return {
    ...call.site.store.made(call.login),
    deployment: of.id,
    state,
    description,
    environment: text("environment") ?? of.environment,
    environmentUrl: text("environment_url") ?? "",
    logUrl: text("log_url") ?? text("target_url") ?? "",
  };
}

/** A success retires the earlier successes of its environment, but for transient and production ones. */
function retireOthers(call: Call, of: Deployment): void {
  const { state, made } = call.site.store;
  for (const other of state.deployments) {
    if (other.id === of.id || other.environment !== of.environment || other.transient || other.production) continue;
    const latest = state.deploymentStatuses.findLast(({ deployment }) => deployment === other.id);
    if (latest?.state !== "success") continue;
    state.deploymentStatuses.push({ ...latest, ...made(call.login), state: "inactive", description: "" });
  }
}
