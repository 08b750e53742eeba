import { comment, commentsOf } from "../shapes/issue.ts";
import type { Comment } from "../state.ts";
import { timestamp } from "../store.ts";
import { type Call, invalid, notFound, type Route, requiredText } from "./answers.ts";
import { issueOf } from "./issues.ts";
import { list } from "./paging.ts";

const longestBody = 65_536;

export const commentRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    handle: (call) => list(call, commentsOf(call.site, issueOf(call).number), (one) => comment(call.site, one)),
  },
  {
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    handle(call) {
      const { number } = issueOf(call);
      const added = { ...call.site.store.made(call.login), issue: number, body: bodyOf(call) };
      call.site.store.change((state) => state.comments.push(added));
      return { status: 201, body: comment(call.site, added) };
    },
  },
  {
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    handle(call) {
      const one = commentOf(call);
      const body = bodyOf(call);
      call.site.store.change(() => Object.assign(one, { body, updatedAt: timestamp() }));
      return { status: 200, body: comment(call.site, one) };
    },
  },
  {
    route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    handle(call) {
      const one = commentOf(call);
      call.site.store.change((state) => state.comments.splice(state.comments.indexOf(one), 1));
      return { status: 204 };
    },
  },
];

function commentOf(call: Call): Comment {
  const one = call.site.store.state.comments.find(({ id }) => String(id) === call.path.comment_id);
  if (!one) throw notFound();
  return one;
}

function bodyOf(call: Call): string {
  const body = requiredText(call, "IssueComment", "body");
  if (body.length > longestBody) {
    throw invalid("IssueComment", "body", "custom", "body is too long (maximum is 65536 characters)");
  }
  return body;
}
