import { checkRun } from "../shapes/check-run.ts";
import type { CheckRun } from "../state.ts";
import { invalid, notFound, type Route } from "./answers.ts";
import { paged } from "./paging.ts";

export const checkRunRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    query: ["filter"],
    async handle(call) {
      const { store, repository } = call.site;
      const sha = await repository.resolve(call.path.ref ?? "");
      if (!sha) throw notFound();
      const filter = call.query.get("filter") ?? "latest";
      if (filter !== "latest" && filter !== "all") throw invalid("CheckRun", "filter", "invalid");
      const all = store.state.checkRuns.filter((one) => one.sha === sha);
      const found = filter === "all" ? all : latest(all);
      const { page, headers } = paged(call, found);
      const body = { total_count: found.length, check_runs: page.map((one) => checkRun(call.site, one)) };
      return { status: 200, body, headers };
    },
  },
];

function latest(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((one) => [one.name, one])).values()];
}
