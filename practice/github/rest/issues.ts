import { issue, reaction } from "../shapes/issue.ts";
import type { Issue } from "../state.ts";
import { timestamp } from "../store.ts";
import { type Call, invalid, notFound, optionalText, type Route, requiredText } from "./answers.ts";
import { list } from "./paging.ts";

const contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

export const issueRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/issues",
    query: ["state", "labels"],
    handle(call) {
      const state = call.query.get("state") ?? "open";
      if (!["open", "closed", "all"].includes(state)) throw invalid("Issue", "state", "invalid");
      const labels = (call.query.get("labels") ?? "").split(",").filter(Boolean);
      const found = call.site.store.state.issues
        .filter((one) => state === "all" || one.state === state)
        .filter((one) => labels.every((name) => one.labels.some((own) => own.toLowerCase() === name.toLowerCase())))
        .sort((a, b) => b.number - a.number);
      return list(call, found, (one) => issue(call.site, one));
    },
  },
  {
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}",
    handle: (call) => ({ status: 200, body: issue(call.site, issueOf(call)) }),
  },
  {
    route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    handle(call) {
      const one = issueOf(call);
      const state = optionalText(call, "Issue", "state");
      if (state !== undefined && state !== "open" && state !== "closed") throw invalid("Issue", "state", "invalid");
      const reason = optionalText(call, "Issue", "state_reason");
      call.site.store.change(() => {
        if (state && state !== one.state) setState(one, state, reason, call.login);
      });
      return { status: 200, body: issue(call.site, one) };
    },
  },
  {
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees",
    handle(call) {
      const one = issueOf(call);
      const logins = call.body.assignees;
      if (!Array.isArray(logins)) throw invalid("Issue", "assignees", "invalid");
      call.site.store.change(() => {
        // As GitHub does: at most ten, and each once.
        one.assignees = [...new Set([...one.assignees, ...logins.map(String)])].slice(0, 10);
        one.updatedAt = timestamp();
      });
      return { status: 201, body: issue(call.site, one) };
    },
  },
  {
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions",
    handle(call) {
      const { number } = issueOf(call);
      const content = requiredText(call, "Reaction", "content");
      if (!contents.includes(content)) throw invalid("Reaction", "content", "invalid");
      const { state, change, made } = call.site.store;
      const existing = state.reactions.find(
        (one) => one.issue === number && one.author === call.login && one.content === content,
      );
      if (existing) return { status: 200, body: reaction(call.site, existing) };
      const { id, author, createdAt } = made(call.login);
      const added = { id, author, createdAt, issue: number, content };
      change(() => state.reactions.push(added));
      return { status: 201, body: reaction(call.site, added) };
    },
  },
];

/** The ticket or pull request that the path names. */
export function issueOf(call: Call): Issue {
  const one = call.site.store.state.issues.find(({ number }) => String(number) === call.path.issue_number);
  if (!one) throw notFound();
  return one;
}

function setState(one: Issue, state: "open" | "closed", reason: string | undefined, login: string): void {
  const now = timestamp();
  one.state = state;
  one.stateReason = state === "open" ? "reopened" : (reason ?? "completed");
  one.closedAt = state === "open" ? null : now;
  one.closedBy = state === "open" ? null : login;
  one.updatedAt = now;
}
