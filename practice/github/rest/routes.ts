import type { Route } from "./answers.ts";
import { branchRuleRoutes } from "./branch-rules.ts";
import { checkRunRoutes } from "./check-runs.ts";
import { commentRoutes } from "./comments.ts";
import { compareRoutes } from "./compare.ts";
import { deploymentRoutes } from "./deployments.ts";
import { issueRoutes } from "./issues.ts";
import { mergingRoutes } from "./merging.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repository.ts";
import { statusRoutes } from "./statuses.ts";
import { userRoutes } from "./user.ts";

/** Everything that the stand-in can do over REST, which is what Slipway asks of GitHub and nothing else. */
export const routes: readonly Route[] = [
  ...userRoutes,
  ...repositoryRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...pullRoutes,
  ...mergingRoutes,
  ...statusRoutes,
  ...checkRunRoutes,
  ...deploymentRoutes,
  ...compareRoutes,
  ...branchRuleRoutes,
];
