/**
 * Every operation of GitHub's REST API that Slipway uses, and the permission that a fine-grained token or an App needs
 * for it. Nothing is called that does not stand here: the judge of the tests takes its list from this table.
 */
export const operations = {
  whoAmI: { route: "GET /user", permission: undefined },
  getRepository: { route: "GET /repos/{owner}/{repo}", permission: "Metadata: read" },
  listIssues: { route: "GET /repos/{owner}/{repo}/issues", permission: "Issues: read" },
  getIssue: { route: "GET /repos/{owner}/{repo}/issues/{issue_number}", permission: "Issues: read" },
  updateIssue: { route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}", permission: "Issues: write" },
  assignIssue: { route: "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", permission: "Issues: write" },
  reactToIssue: { route: "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions", permission: "Issues: write" },
  listComments: { route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments", permission: "Issues: read" },
  createComment: { route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", permission: "Issues: write" },
  updateComment: { route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", permission: "Issues: write" },
  deleteComment: { route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", permission: "Issues: write" },
  listPulls: { route: "GET /repos/{owner}/{repo}/pulls", permission: "Pull requests: read" },
  getPull: { route: "GET /repos/{owner}/{repo}/pulls/{pull_number}", permission: "Pull requests: read" },
  createPull: { route: "POST /repos/{owner}/{repo}/pulls", permission: "Pull requests: write" },
  updatePull: { route: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}", permission: "Pull requests: write" },
  mergePull: { route: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", permission: "Contents: write" },
  listReviews: { route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", permission: "Pull requests: read" },
  createStatus: { route: "POST /repos/{owner}/{repo}/statuses/{sha}", permission: "Commit statuses: write" },
  combinedStatus: { route: "GET /repos/{owner}/{repo}/commits/{ref}/status", permission: "Commit statuses: read" },
  listCheckRuns: { route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", permission: "Checks: read" },
  listDeployments: { route: "GET /repos/{owner}/{repo}/deployments", permission: "Deployments: read" },
  createDeployment: { route: "POST /repos/{owner}/{repo}/deployments", permission: "Deployments: write" },
  createDeploymentStatus: {
    route: "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    permission: "Deployments: write",
  },
  listBranchRules: { route: "GET /repos/{owner}/{repo}/rules/branches/{branch}", permission: "Metadata: read" },
  getBranchProtection: {
    route: "GET /repos/{owner}/{repo}/branches/{branch}/protection",
    permission: "Administration: read",
  },
  compare: { route: "GET /repos/{owner}/{repo}/compare/{basehead}", permission: "Contents: read" },
} as const;

export type OperationName = keyof typeof operations;
export type RouteOf<Name extends OperationName> = (typeof operations)[Name]["route"];
