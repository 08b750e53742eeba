import type { Place } from "../daemon/composition.ts";
import { Problem } from "../problem.ts";
import type { RepositorySummary } from "../protocol/repository-summary.ts";
import { openRepository } from "../repository/repository.ts";
import { changeSlug } from "../repository/slug.ts";
import { readLocalConfig } from "./local-config.ts";
import { ticketOf } from "./stages/preflight.ts";

/**
 * How a working copy stands. A slipway.json that does not hold is no reason not to say it: the usual remote and base
 * are looked at then. @throws Problem "not-a-repository", "git-missing" …
 */
export async function lookAtRepository({ directory, config, environment }: Place): Promise<RepositorySummary> {
  const bare = await openRepository(directory, { environment });
  let configured = true;
  const place = await readLocalConfig(bare, config).then(
    (read) => read.config.forge,
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      configured = error.code !== "config-missing";
      return {};
    },
  );
  const repository = await openRepository(directory, { ...place, environment });
  const { branch, base, dirty, remote } = await repository.state();
  return {
    root: repository.root,
    configured,
    branch,
    change: branch === undefined ? undefined : changeSlug(branch),
    ticket: branch === undefined ? undefined : ticketOf(branch),
    base: base.branch,
    dirty: dirty.length,
    remote: remote && { url: remote.url, host: remote.host, repository: remote.repository },
  };
}
