import type { MergeMethod } from "./git/land.ts";
import type { Repository } from "./git/repository.ts";
import type { BranchRules } from "./rules/branch-rules.ts";
import type { Store } from "./store.ts";

/** What every part of the stand-in works on: one repository, its records and its addresses. */
export interface Site {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  readonly store: Store;
  readonly repository: Repository;
  /** Token -> login. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What the repository's settings allow. */
  readonly mergeMethods: readonly MergeMethod[];
  /** What holds for the default branch; undefined where it is free. */
  readonly rules: BranchRules | undefined;
  /** Whoever sits before the pages: they ask for no sign-in. */
  readonly visitor: string;
  /** Runs what changes something, one after another. */
  alone<T>(job: () => Promise<T>): Promise<T>;
}

export function repositoryPage(site: Site): string {
  return `${site.url}/${site.owner}/${site.name}`;
}

export function repositoryApi(site: Site): string {
  return `${site.url}/api/v3/repos/${site.owner}/${site.name}`;
}
