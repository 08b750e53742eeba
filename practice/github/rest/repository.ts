import { repository } from "../shapes/repository.ts";
import type { Route } from "./answers.ts";

/** Whoever has a token works at the company, and may push. */
const permissions = { admin: false, maintain: false, push: true, triage: true, pull: true };

export const repositoryRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}",
    handle({ site }) {
      const { issues } = site.store.state;
      // It is as old as its first ticket, and changed with its newest.
      const created_at = issues[0]?.createdAt ?? new Date(0).toISOString();
      const updated_at = issues.at(-1)?.updatedAt ?? created_at;
      const times = { created_at, updated_at, pushed_at: updated_at };
      const counts = { network_count: 0, subscribers_count: 0 };
      const allowed = {
        allow_merge_commit: site.mergeMethods.includes("merge"),
        allow_squash_merge: site.mergeMethods.includes("squash"),
        allow_rebase_merge: site.mergeMethods.includes("rebase"),
      };
      const more = { ...times, ...counts, ...allowed, has_discussions: false, permissions };
      return { status: 200, body: { ...repository(site), ...more } };
    },
  },
];
