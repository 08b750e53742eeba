import type { Config } from "../../config/schema/config.ts";
import { asProblem, Problem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { openRepository, type Repository } from "../../repository/repository.ts";
import type { RepositoryState } from "../../repository/state.ts";
import { findingOf } from "../finding.ts";
import { findConfig } from "./config.ts";

/** What was found of git and slipway.json. */
export interface FoundRepository {
  readonly findings: readonly Finding[];
  /** Absent where there is no repository. */
  readonly root?: string | undefined;
  /** The remote's URL, where it has one. */
  readonly remote?: string | undefined;
  readonly configFindings: readonly Finding[];
  /** Absent where slipway.json cannot be read, which a finding says then. */
  readonly config?: Config | undefined;
}

/**
 * Whether git is there, knows who commits, and the folder is a clone with the remote and the base branch that its
 * slipway.json names; where that cannot be read the remote's default branch stands for the base.
 * @param configPath as {@link readLocalConfig} takes it.
 */
export async function findRepository(
  directory: string,
  configPath: string | undefined,
  environment: Readonly<Record<string, string>>,
): Promise<FoundRepository> {
  let bare: Repository;
  try {
    bare = await openRepository(directory, { environment });
  } catch (error) {
    return { findings: [findingOf("git", "error", asProblem(error, "Git could not be asked"))], configFindings: [] };
  }
  const { findings: configFindings, config } = await findConfig(bare, configPath);
  const forge = config?.forge ?? { remote: "origin", base: await bare.defaultBranch() };
  const repository = await openRepository(directory, { ...forge, environment });
  const [state, identity] = await Promise.all([
    repository.state(),
    repository.requireIdentity().then(
      () => undefined,
      (error: unknown) => asProblem(error, "Git could not be asked"),
    ),
  ]);
  const { remote, base } = state;
  return {
    root: repository.root,
    remote: remote?.url,
    configFindings,
    config,
    findings: [
      identity
        ? findingOf("identity", "error", identity)
        : { check: "identity", level: "ok", what: "Git knows who commits" },
      remote
        ? { check: "remote", level: "ok", what: "The repository has a remote", where: remote.url }
        : findingOf("remote", "error", noRemote(repository.root, forge.remote)),
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

function noRemote(where: string, name: string): Problem {
  return new Problem({
    what: `The repository has no remote "${name}"`,
    where,
    why: "pull requests are opened where the branch is pushed to",
    next: `git remote add ${name} https://github.com/OWNER/NAME.git; another remote is named by \`forge.remote\`.`,
    code: "no-remote",
  });
}
