import type { BranchRules } from "../rules/branch-rules.ts";
import { branchProtection, rulesetRules } from "../shapes/branch-rules.ts";
import { type Call, Refusal, type Route } from "./answers.ts";
import { list } from "./paging.ts";

export const branchRuleRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/rules/branches/{branch}",
    handle(call) {
      const rules = rulesKeptAs("ruleset", call);
      return list(call, rules ? rulesetRules(call.site, rules) : [], (one) => one);
    },
  },
  {
    route: "GET /repos/{owner}/{repo}/branches/{branch}/protection",
    handle(call) {
      const rules = rulesKeptAs("protection", call);
      if (!rules) throw new Refusal(404, "Branch not protected");
      return { status: 200, body: branchProtection(call.site, call.path.branch ?? "", rules) };
    },
  },
];

function rulesKeptAs(place: BranchRules["keptAs"], { site, path }: Call): BranchRules | undefined {
  return site.rules?.keptAs === place && path.branch === site.defaultBranch ? site.rules : undefined;
}
