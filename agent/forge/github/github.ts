import type { Secret } from "../../secrets/secret.ts";
import type { Forge } from "../forge.ts";
import { accessOf } from "./access.ts";
import { accountOf } from "./account.ts";
import { branchRulesOf } from "./branch-rules.ts";
import { checkRunsOf } from "./check-runs.ts";
import { githubClient } from "./client.ts";
import { commentsOf } from "./comments.ts";
import { compareOf } from "./compare.ts";
import { deploymentsOf } from "./deployments.ts";
import { mergingOf } from "./merging.ts";
import { pullRequestsOf } from "./pull-requests.ts";
import { parseRemote } from "./remote.ts";
import { statusesOf } from "./statuses.ts";
import { ticketsOf } from "./tickets.ts";

export interface GithubForgeOptions {
  /** As git has it: ssh or https; credentials in it are ignored. */
  remoteUrl: string;
  token: Secret;
  /** What carries the requests; the tests' recorder stands here. */
  fetch?: typeof fetch;
}

/**
 * GitHub.com or a GitHub Enterprise Server as the house of tickets and pull requests.
 * Nothing is sent before the first question.
 * @throws Problem "remote-unsupported" where the remote names no repository on a GitHub.
 */
export function githubForge(options: GithubForgeOptions): Forge {
  const remote = parseRemote(options.remoteUrl);
  const client = githubClient(remote, options.token, options.fetch ?? fetch);
  const { account } = accountOf(client);
  return {
    account,
    repository: `${remote.owner}/${remote.name}`,
    webUrl: remote.webUrl,
    ...accessOf(client),
    ...ticketsOf(client),
    ...pullRequestsOf(client),
    ...mergingOf(client),
    ...branchRulesOf(client),
    ...commentsOf(client, account),
    ...statusesOf(client),
    ...checkRunsOf(client),
    ...deploymentsOf(client),
    ...compareOf(client),
  };
}
