import { combinedStatus, latestStatuses, status } from "../shapes/status.ts";
import type { StatusState } from "../state.ts";
import { invalid, notFound, optionalText, Refusal, type Route, requiredText } from "./answers.ts";
import { paged } from "./paging.ts";

const states = ["error", "failure", "pending", "success"];
const longestDescription = 140;
const mostPerContext = 1000;

export const statusRoutes: Route[] = [
  {
    route: "POST /repos/{owner}/{repo}/statuses/{sha}",
    async handle(call) {
      const { store, repository } = call.site;
      const sha = await repository.resolve(call.path.sha ?? "");
      if (!sha || sha !== call.path.sha) throw new Refusal(422, `No commit found for SHA: ${call.path.sha}`);
      const state = requiredText(call, "Status", "state");
      if (!states.includes(state)) throw invalid("Status", "state", "invalid");
      const context = optionalText(call, "Status", "context") ?? "default";
      const description = optionalText(call, "Status", "description") ?? null;
      if (description !== null && [...description].length > longestDescription) {
        throw invalid("Status", "description", "custom", "description is too long (maximum is 140 characters)");
      }
      const same = store.state.statuses.filter(
        (one) => one.sha === sha && one.context.toLowerCase() === context.toLowerCase(),
      );
      if (same.length >= mostPerContext) {
        throw invalid("Status", "base", "custom", "This SHA and context has reached the maximum number of statuses.");
      }
      const added = {
        ...store.made(call.login),
        sha,
        context,
        state: state as StatusState,
        description,
        targetUrl: optionalText(call, "Status", "target_url") ?? null,
      };
      store.change((all) => all.statuses.push(added));
      return { status: 201, body: status(call.site, added) };
    },
  },
  {
    route: "GET /repos/{owner}/{repo}/commits/{ref}/status",
    async handle(call) {
      const sha = await call.site.repository.resolve(call.path.ref ?? "");
      if (!sha) throw notFound();
      const latest = latestStatuses(call.site, sha);
      const { page, headers } = paged(call, latest);
      return { status: 200, body: combinedStatus(call.site, sha, latest, page), headers };
    },
  },
];
