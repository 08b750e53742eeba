/** What the repository's owner demands before something is merged into the default branch. */
export interface BranchRules {
  /** Where GitHub keeps it: in a ruleset, which everybody may read, or as a branch's protection of the older kind. */
  readonly keptAs: "ruleset" | "protection";
  /** Approvals that a pull request needs. */
  readonly approvals: number;
  /** Contexts of statuses, or names of check runs, that must have succeeded. */
  readonly checks: readonly string[];
  /** Whether a push takes the approvals back. */
  readonly dismissStale: boolean;
  /** Whether one of them must be a code owner's. Nobody here is one. */
  readonly codeOwners: boolean;
}

/** Rules that demand no more than what is named. */
export function branchRules(named: Partial<BranchRules>): BranchRules {
  return { keptAs: "ruleset", approvals: 0, checks: [], dismissStale: false, codeOwners: false, ...named };
}
