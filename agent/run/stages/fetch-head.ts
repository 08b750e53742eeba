import { Problem } from "../../problem.ts";
import type { ExchangeOptions } from "../../repository/exchange.ts";
import type { Repository } from "../../repository/repository.ts";

/** A pull request whose newest commit is wanted. */
interface Headed {
  readonly number: number;
  readonly url: string;
  /** The commit. */
  readonly head: string;
  /** Where the remote keeps it. */
  readonly headRef: string;
}

/**
 * Makes sure that a pull request's newest commit is here: this may be another clone than the one that shipped it, and
 * a squash or a rebase leaves the head out of the base's history.
 * @throws Problem "merge-head-missing" where it is nowhere to be had.
 */
export async function fetchHead(repository: Repository, pullRequest: Headed, exchange: ExchangeOptions): Promise<void> {
  if ((await repository.treeOf(pullRequest.head)) !== undefined) return;
  const missing = await repository.fetchRef(pullRequest.headRef, exchange).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Problem && error.code === "base-missing") return error;
      throw error;
    },
  );
  if ((await repository.treeOf(pullRequest.head)) === undefined) throw noHead(pullRequest, missing);
}

function noHead({ number, url, head }: Headed, cause: Problem | undefined): Problem {
  return new Problem({
    what: `The newest commit of #${number} cannot be had`,
    where: url,
    why: `${head.slice(0, 8)} is neither here nor on the remote, and what is deployed is compared with it`,
    next: `Nothing was deployed. Run \`slipway merge ${number}\` in the clone that shipped it, or ship the next change: its release brings this one along.`,
    code: "merge-head-missing",
    cause,
  });
}
