import { asProblem, Problem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { openRepository, type Repository } from "../../repository/repository.ts";
import type { RepositoryState } from "../../repository/state.ts";
import { findingOf } from "../finding.ts";

/** What was found of git, and the repository where there is one. */
export interface FoundRepository {
  readonly findings: readonly Finding[];
  readonly repository?: Repository | undefined;
  /** The remote's URL, where it has one. */
  readonly remote?: string | undefined;
}

/** Whether git is there, knows who commits, and the folder is a clone with a remote and a base branch. */
export async function findRepository(
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<FoundRepository> {
  let repository: Repository;
  try {
    repository = await openRepository(directory, { environment });
  } catch (error) {
    return { findings: [findingOf("git", "error", asProblem(error, "Git could not be asked"))] };
  }
  const [state, identity] = await Promise.all([
    repository.state(),
    repository.requireIdentity().then(
      () => undefined,
      (error: unknown) => asProblem(error, "Git could not be asked"),
    ),
  ]);
  const { remote, base } = state;
  return {
    repository,
    remote: remote?.url,
    findings: [
      identity
        ? findingOf("identity", "error", identity)
        : { check: "identity", level: "ok", what: "Git knows who commits" },
      remote
        ? { check: "remote", level: "ok", what: "The repository has a remote", where: remote.url }
        : findingOf("remote", "error", noRemote(repository.root)),
      ...(remote ? [baseFinding(remote.name, base)] : []),
    ],
  };
}

/** By what was fetched last: the remote itself is not asked. */
function baseFinding(remote: string, { branch, sha }: RepositoryState["base"]): Finding {
  if (sha !== undefined) {
    return { check: "base", level: "ok", what: `Changes are merged into ${branch}`, where: `${remote}/${branch}` };
  }
  return {
    check: "base",
    level: "warning",
    what: `The base branch ${branch} is not known here`,
    where: `${remote}/${branch}`,
    why: "it was never fetched, or has another name",
    next: `git fetch ${remote} ${branch}; another branch is named by \`forge.base\`.`,
  };
}

function noRemote(where: string): Problem {
  return new Problem({
    what: "The repository has no remote",
    where,
    why: "pull requests are opened where the branch is pushed to",
    next: "git remote add origin https://github.com/OWNER/NAME.git",
    code: "no-remote",
  });
}
