/** Everything that the stand-in knows and that is not in git. Plain data: it is the state file. Times are ISO 8601. */
export interface State {
  port: number;
  nextNumber: number;
  nextId: number;
  issues: Issue[];
  comments: Comment[];
  reactions: Reaction[];
  reviews: Review[];
  statuses: Status[];
  checkRuns: CheckRun[];
  deployments: Deployment[];
  deploymentStatuses: DeploymentStatus[];
}

interface Made {
  id: number;
  author: string;
  createdAt: string;
  updatedAt: string;
}

/** A ticket; with `pull` it is a pull request, which GitHub numbers and comments alike. */
export interface Issue extends Made {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: string | null;
  labels: string[];
  assignees: string[];
  closedAt: string | null;
  closedBy: string | null;
  pull?: PullPart;
}

export interface PullPart {
  head: string;
  base: string;
  /** The commits as they were last seen; a closed pull request keeps them when its branch moves on or goes. */
  headSha: string;
  baseSha: string;
  mergedAt: string | null;
  mergedBy: string | null;
  mergeCommitSha: string | null;
}

export interface PullIssue extends Issue {
  pull: PullPart;
}

export interface Comment extends Made {
  issue: number;
  body: string;
}

export interface Reaction {
  id: number;
  issue: number;
  author: string;
  content: string;
  createdAt: string;
}

export interface Review extends Made {
  pull: number;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  sha: string;
  body: string;
}

export type StatusState = "error" | "failure" | "pending" | "success";

export interface Status extends Made {
  sha: string;
  context: string;
  state: StatusState;
  description: string | null;
  targetUrl: string | null;
}

/** What a CI reports of one of its checks on a commit. */
export interface CheckRun {
  id: number;
  sha: string;
  name: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
}

export interface Deployment extends Made {
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  payload: unknown;
  transient: boolean;
  production: boolean;
}

export interface DeploymentStatus extends Made {
  deployment: number;
  state: string;
  description: string;
  environment: string;
  environmentUrl: string;
  logUrl: string;
}

export function emptyState(): State {
  return {
    port: 0,
    nextNumber: 1,
    nextId: 1001,
    issues: [],
    comments: [],
    reactions: [],
    reviews: [],
    statuses: [],
    checkRuns: [],
    deployments: [],
    deploymentStatuses: [],
  };
}

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined;
}
