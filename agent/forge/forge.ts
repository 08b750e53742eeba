/** The house where tickets and pull requests live. GitHub's words, without its transport. */
export interface Forge {
  /** `owner/name`. */
  readonly repository: string;
  /** The page that a person opens for the repository. */
  readonly webUrl: string;

  /** @throws Problem "forge-unauthorized", "forge-not-found" or "forge-forbidden" where nothing could be written later. */
  requireWriteAccess(): Promise<void>;

  /** The login of whoever is signed in; undefined for an App. */
  account(): Promise<string | undefined>;

  tickets(query?: { label?: string | undefined }): Promise<Ticket[]>;
  ticket(number: number): Promise<Ticket>;
  /** Closes a ticket as completed; closing a closed one changes nothing. */
  closeTicket(number: number): Promise<void>;
  /** Adds people to those who work on a ticket. */
  assign(ticket: number, logins: readonly string[]): Promise<void>;
  react(ticket: number, reaction: "eyes" | "rocket" | "hooray"): Promise<void>;

  /** All that are open, newest first. */
  openPullRequests(): Promise<PullRequest[]>;
  /** The newest open pull request of a branch, if there is one. */
  openPullRequestOf(branch: string): Promise<PullRequest | undefined>;
  /** The newest pull request of a branch, open or not, if there is one. */
  newestPullRequestOf(branch: string): Promise<PullRequest | undefined>;
  /** The newest pull request of a branch that is merged, if there is one. */
  mergedPullRequestOf(branch: string): Promise<PullRequest | undefined>;
  pullRequest(number: number): Promise<PullRequest>;
  /** GitHub's word for whether it would merge a pull request now: "clean", "blocked", "dirty" and others. */
  mergeableState(number: number): Promise<string>;
  createPullRequest(request: { title: string; body: string; head: string; base: string }): Promise<PullRequest>;
  updatePullRequest(number: number, change: { title?: string; body?: string }): Promise<PullRequest>;
  /** @throws Problem "merge-refused" (not mergeable) or "head-moved" (the branch is no longer at `sha`). */
  merge(number: number, request: { sha: string; title?: string }): Promise<{ sha: string }>;
  reviews(number: number): Promise<Review[]>;
  /** What must hold before something is merged into a branch, as far as the token may read it. */
  branchRules(branch: string): Promise<BranchRules>;

  /** Comments of an issue or pull request that we wrote and whose first line is the marker, oldest first. */
  commentsMarked(number: number, marker: string): Promise<Comment[]>;
  createComment(number: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  deleteComment(id: number): Promise<void>;

  setStatus(sha: string, status: CommitStatus): Promise<void>;
  /** The latest status of every context. */
  statuses(sha: string): Promise<CommitStatus[]>;
  /** The latest run of every check of an App, GitHub Actions among them; undefined where the token may not read them. */
  checkRuns(sha: string): Promise<CheckRun[] | undefined>;

  deployments(query: { environment: string; sha?: string | undefined }): Promise<Deployment[]>;
  createDeployment(request: {
    sha: string;
    environment: string;
    transient: boolean;
    production: boolean;
    description: string;
  }): Promise<Deployment>;
  setDeploymentState(
    id: number,
    state: DeploymentState,
    details: { environmentUrl?: string; logUrl?: string; description?: string },
  ): Promise<void>;

  /** How far two commits or branches are apart. */
  compare(base: string, head: string): Promise<{ aheadBy: number; behindBy: number }>;
}

export interface Ticket {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
  readonly reporter: string;
  readonly assignees: readonly string[];
  readonly url: string;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  readonly mergeCommitSha: string | undefined;
  readonly head: { readonly branch: string; readonly sha: string };
  /** The git ref under which the remote keeps the head, also when its branch is gone. */
  readonly headRef: string;
  readonly base: { readonly branch: string; readonly sha: string };
  readonly author: string;
  readonly url: string;
}

/** Rules of rulesets and of the older branch protection together: the stricter one counts. */
export interface BranchRules {
  /** Approvals that a pull request needs. */
  readonly approvals: number;
  /** Contexts of statuses, or names of check runs, that must have succeeded. */
  readonly checks: readonly string[];
  /** Whose approval is demanded beyond their number, in words: "a code owner". */
  readonly approvers: readonly string[];
}

export interface Review {
  readonly author: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  readonly sha: string;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

export interface CommitStatus {
  /** `slipway/tests` and the like. */
  readonly context: string;
  readonly state: "pending" | "success" | "failure" | "error";
  /** At most 140 characters are kept. */
  readonly description: string;
  readonly targetUrl?: string | undefined;
}

export interface CheckRun {
  readonly name: string;
  /** "queued", "in_progress", "completed" and GitHub's others. */
  readonly status: string;
  /** How it ended: "success", "failure" and GitHub's others; undefined while it has not. */
  readonly conclusion: string | undefined;
}

export type DeploymentState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
}
