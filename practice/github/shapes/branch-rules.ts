import type { BranchRules } from "../rules/branch-rules.ts";
import { repositoryApi, type Site } from "../site.ts";

/** Rules as a ruleset has them: a list of the kinds of rule that are in force. */
export function rulesetRules(site: Site, { approvals, checks, dismissStale, codeOwners }: BranchRules): object[] {
  const ruleset = {
    ruleset_source_type: "Repository",
    ruleset_source: `${site.owner}/${site.name}`,
    ruleset_id: 1,
  };
  const pullRequest = {
    type: "pull_request",
    parameters: {
      required_approving_review_count: approvals,
      dismiss_stale_reviews_on_push: dismissStale,
      require_code_owner_review: codeOwners,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
    },
    ...ruleset,
  };
  const statusChecks = {
    type: "required_status_checks",
    parameters: {
      required_status_checks: checks.map((context) => ({ context })),
      strict_required_status_checks_policy: false,
    },
    ...ruleset,
  };
  return checks.length > 0 ? [pullRequest, statusChecks] : [pullRequest];
}

/** The same as a branch's protection of the older kind. */
export function branchProtection(site: Site, branch: string, rules: BranchRules) {
  const url = `${repositoryApi(site)}/branches/${branch}/protection`;
  return {
    url,
    required_pull_request_reviews: {
      url: `${url}/required_pull_request_reviews`,
      dismiss_stale_reviews: rules.dismissStale,
      require_code_owner_reviews: rules.codeOwners,
      require_last_push_approval: false,
      required_approving_review_count: rules.approvals,
    },
    ...(rules.checks.length > 0 && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: false,
        contexts: [...rules.checks],
        checks: rules.checks.map((context) => ({ context, app_id: null })),
        contexts_url: `${url}/required_status_checks/contexts`,
      },
    }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: true },
  };
}
