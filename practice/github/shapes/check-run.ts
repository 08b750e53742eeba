import { repositoryApi, repositoryPage, type Site } from "../site.ts";
import type { CheckRun } from "../state.ts";
import { nodeId } from "./user.ts";

/** A check run as the checks API shows it; the stand-in's CI is no App, and says no more than how it ended. */
export function checkRun(site: Site, one: CheckRun) {
  const url = `${repositoryApi(site)}/check-runs/${one.id}`;
  const page = `${repositoryPage(site)}/runs/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId("CheckRun", one.id),
    head_sha: one.sha,
    external_id: "",
    name: one.name,
    url,
    html_url: page,
    details_url: page,
    status: one.status,
    conclusion: one.conclusion,
    started_at: one.startedAt,
    completed_at: one.completedAt,
    output: { title: null, summary: null, text: null, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: null,
    app: null,
    pull_requests: [],
  };
}
