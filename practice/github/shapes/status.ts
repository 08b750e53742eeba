import { repositoryApi, type Site } from "../site.ts";
import type { Status } from "../state.ts";
import { minimalRepository } from "./repository.ts";
import { nodeId, user } from "./user.ts";

export function status(site: Site, one: Status) {
  return { ...simpleStatus(site, one), creator: user(site, one.author) };
}

/** The verdict over the latest status of every context; pending where there is none. */
export function combinedStatus(site: Site, sha: string, latest: Status[], page: Status[]) {
  return {
    state: combinedState(latest),
    statuses: page.map((one) => simpleStatus(site, one)),
    sha,
    total_count: latest.length,
    repository: minimalRepository(site),
    commit_url: `${repositoryApi(site)}/commits/${sha}`,
    url: `${repositoryApi(site)}/commits/${sha}/status`,
  };
}

export function combinedState(latest: Status[]): "failure" | "pending" | "success" {
  if (latest.some(({ state }) => state === "failure" || state === "error")) return "failure";
  return latest.length === 0 || latest.some(({ state }) => state === "pending") ? "pending" : "success";
}

/** The latest status of every context of a commit; GitHub's contexts know no upper and lower case. */
export function latestStatuses(site: Site, sha: string): Status[] {
  const latest = new Map<string, Status>();
  for (const one of site.store.state.statuses) {
    if (one.sha === sha) latest.set(one.context.toLowerCase(), one);
  }
  return [...latest.values()];
}

function simpleStatus(site: Site, one: Status) {
  return {
    id: one.id,
    node_id: nodeId("StatusContext", one.id),
    url: `${repositoryApi(site)}/statuses/${one.sha}`,
    avatar_url: `${site.url}/avatars/${one.author}`,
    state: one.state,
    description: one.description,
    target_url: one.targetUrl,
    context: one.context,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
  };
}
