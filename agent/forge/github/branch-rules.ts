import { Problem } from "../../problem.ts";
import type { BranchRules, Forge } from "../forge.ts";
import type { Client } from "./client.ts";

/** The rules of a branch. GitHub keeps them in two places, and both hold. */
export function branchRulesOf(client: Client): Pick<Forge, "branchRules"> {
  return {
    async branchRules(branch) {
      const [ruleset, protection] = await Promise.all([rulesetOf(client, branch), protectionOf(client, branch)]);
      return stricter(ruleset, protection);
    },
  };
}

const none: BranchRules = { approvals: 0, checks: [], approvers: [] };

/** Everybody who may see the repository may read its rulesets. */
async function rulesetOf(client: Client, branch: string): Promise<BranchRules> {
  const { octokit, repository } = client;
  const rules = await client.ask("listBranchRules", `The rules of ${branch} cannot be read`, (route) =>
    octokit.paginate(route, { ...repository, branch, per_page: 100 }),
  );
  return rules.map(ofRule).reduce(stricter, none);
}

type Rule = { type: string; parameters?: object };

function ofRule({ type, parameters = {} }: Rule): BranchRules {
  if (type === "required_status_checks") {
    const { required_status_checks: required = [] } = parameters as {
      required_status_checks?: { context: string }[];
    };
    return { ...none, checks: required.map(({ context }) => context) };
  }
  if (type !== "pull_request") return none;
  const demanded = parameters as {
    required_approving_review_count?: number;
    require_code_owner_review?: boolean;
    require_last_push_approval?: boolean;
  };
  return {
    ...none,
    approvals: demanded.required_approving_review_count ?? 0,
    approvers: approvers(demanded.require_code_owner_review, demanded.require_last_push_approval),
  };
}

/** Only an administrator's token may read the older kind: what it demands then, the merge itself shows. */
async function protectionOf(client: Client, branch: string): Promise<BranchRules> {
  const { octokit, repository } = client;
  try {
    const { data } = await client.ask("getBranchProtection", `The protection of ${branch} cannot be read`, (route) =>
      octokit.request(route, { ...repository, branch }),
    );
    const { required_status_checks: checks, required_pull_request_reviews: reviews } = data;
    return {
      approvals: reviews?.required_approving_review_count ?? 0,
      checks: checks?.contexts ?? [],
      approvers: approvers(reviews?.require_code_owner_reviews, reviews?.require_last_push_approval),
    };
  } catch (error) {
    if (error instanceof Problem && ["forge-forbidden", "forge-not-found"].includes(error.code)) return none;
    throw error;
  }
}

function approvers(codeOwner: boolean | undefined, otherThanPusher: boolean | undefined): string[] {
  return [...(codeOwner ? ["a code owner"] : []), ...(otherThanPusher ? ["somebody else than who pushed last"] : [])];
}

function stricter(one: BranchRules, other: BranchRules): BranchRules {
  return {
    approvals: Math.max(one.approvals, other.approvals),
    checks: [...new Set([...one.checks, ...other.checks])],
    approvers: [...new Set([...one.approvers, ...other.approvers])],
  };
}
