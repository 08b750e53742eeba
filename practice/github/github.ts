import { createServer } from "node:http";
import { resolve } from "node:path";
import { type CheckReport, reportCheck } from "./checks/report-check.ts";
import { type MergeMethod, mergeMethods } from "./git/land.ts";
import { writeHooks } from "./git/protect.ts";
import { openRepository } from "./git/repository.ts";
import { listen } from "./listen.ts";
import { rateLimit } from "./rest/rate-limit.ts";
import { type BranchRules, branchRules } from "./rules/branch-rules.ts";
import { seedTickets, type TicketSeed } from "./seed-tickets.ts";
import { serve } from "./serve.ts";
import type { Site } from "./site.ts";
import { openStore } from "./store.ts";

export interface GitHubOptions {
  /** Where its records live; what is there is taken up again. */
  stateDir: string;
  /** 0 takes a free port the first time, and the same one afterwards. */
  port: number;
  /** `acme/shop`. */
  repository: string;
  /** The bare git repository that it serves. It must exist; its HEAD names the default branch. */
  bareRepository: string;
  /** Token -> login. */
  tokens: Record<string, string>;
  /** Opened when it is started for the first time. */
  tickets: TicketSeed[];
  /** The ways of merging that the repository allows. Default: all. */
  mergeMethods?: readonly MergeMethod[];
  /** What must hold before something is merged into the default branch. Default: nothing. */
  rules?: Partial<BranchRules>;
  /** Requests an hour for each login. */
  hourlyLimit?: number;
}

/**
 * Starts the stand-in for GitHub on 127.0.0.1: real git over HTTP, the REST operations that Slipway uses, and pages.
 * `reportCheck` is how a CI would tell what became of a check. `stop` finishes the change that is under way, then closes; a fetch in the middle is cut.
 * @throws where the port is taken.
 */
export async function startGitHub(
  options: GitHubOptions,
): Promise<{ url: string; cloneUrl: string; reportCheck(report: CheckReport): void; stop(): Promise<void> }> {
  const [owner, name] = options.repository.split("/");
  if (!owner || !name) throw new Error(`a repository is named owner/name, not ${options.repository}`);
  const store = openStore(options.stateDir);
  const repository = openRepository(resolve(options.bareRepository));
  const defaultBranch = await repository.defaultBranch();
  const hooks = resolve(options.stateDir, "hooks");
  await writeHooks(hooks, defaultBranch);
  seedTickets(store, options.tickets);

  const server = createServer();
  const port = await listen(server, options.port || store.state.port);
  store.change((state) => {
    state.port = port;
  });
  const url = `http://127.0.0.1:${port}`;
  const visitor = options.tickets[0]?.reporter ?? owner;
  const alone = oneAfterAnother();
  const site: Site = {
    owner,
    name,
    defaultBranch,
    url,
    store,
    repository,
    tokens: options.tokens,
    mergeMethods: options.mergeMethods ?? mergeMethods,
    rules: options.rules && branchRules(options.rules),
    visitor,
    alone,
  };
  serve(server, site, hooks, rateLimit(options.hourlyLimit ?? 5000));

  return {
    url,
    cloneUrl: `${url}/${owner}/${name}.git`,
    reportCheck: (report) => reportCheck(store, report),
    async stop() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await alone(async () => {});
      server.closeAllConnections();
      await closed;
    },
  };
}

function oneAfterAnother(): Site["alone"] {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const turn = last.then(job);
    last = turn.catch(() => {});
    return turn;
  };
}
