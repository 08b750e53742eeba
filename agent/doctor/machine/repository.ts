import { asProblem, Problem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { openRepository, type Repository } from "../../repository/repository.ts";
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
  const { remote } = state;
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
    ],
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
