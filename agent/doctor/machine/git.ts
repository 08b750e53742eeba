import type { Finding } from "../../protocol/finding.ts";
import { gitVersion } from "../../repository/git.ts";
import { isAtLeast } from "./at-least.ts";

/** The first that can say what a merge would give without touching anything: `merge-tree --write-tree`. */
const least = "2.38";

/** Whether git is new enough. Where there is none the repository's findings say so. */
export async function gitFindings(environment: Readonly<Record<string, string>>): Promise<Finding[]> {
  const version = await gitVersion(environment);
  if (version === undefined) return [];
  if (isAtLeast(version, least)) {
    return [{ check: "git", level: "ok", what: `Git ${version} is new enough` }];
  }
  return [
    {
      check: "git",
      level: "error",
      what: `Git ${version} is too old`,
      why: `a release is tried out by \`git merge-tree --write-tree\`, which came with ${least}`,
      next: "Install a newer one: https://git-scm.com/downloads (on Ubuntu: add-apt-repository ppa:git-core/ppa).",
    },
  ];
}
