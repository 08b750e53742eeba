import type { AgentClient } from "../agent/client/agent-client.ts";
import { saysNoAgent } from "../agent/client/says-no-agent.ts";
import { Listeners } from "../agent/listeners.ts";
import { asProblem, type Problem } from "../agent/problem.ts";
import { isOver, type RunState } from "../agent/protocol/fold-run.ts";
import { type RunSummary, requests } from "../agent/protocol/messages.ts";
import { firstPicture, type Picture } from "./picture.ts";
import { RunFollower } from "./run-follower.ts";
import { untilQuiet } from "./until-quiet.ts";

export interface ModelOptions {
  readonly client: AgentClient;
  /** The folder that the window works on. */
  readonly folder: string | undefined;
  /** slipway.json's path from the repository's root; undefined for the usual one. */
  readonly config?: string | undefined;
  readonly trusted: boolean;
  /** What a request about the folder hands over, see agent/client/environment.ts. */
  environment(): Record<string, string>;
  /** Told of every attempt that did not reach the agent. */
  onUnreachable(problem: Problem): void;
}

/** Between attempts to reach the agent, in milliseconds. After the last one the person has to ask for it. */
const retryDelays = [250, 1000, 3000, 10_000];
/** Several events in this many milliseconds are one change. */
const breath = 40;

/** The one live picture: what the agent knows about this window's folder, kept up to date over cuts and reloads. */
export class Model {
  /** Fires with the new picture. */
  readonly changes = new Listeners<Picture>();
  /** Fires when a followed run is over: at once for one that was over before. */
  readonly ended = new Listeners<RunState>();
  readonly #options: ModelOptions;
  readonly #runs: RunFollower;
  readonly #stops: (() => void)[];
  #picture: Picture;
  #publishing: NodeJS.Timeout | undefined;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: ModelOptions) {
    const { client, folder, trusted, config } = options;
    this.#options = options;
    this.#picture = firstPicture(folder, trusted, config);
    this.#runs = new RunFollower(client, {
      onChange: () => this.#publishSoon(),
      onEnd: (run) => this.ended.fire(run),
    });
    this.#stops = [
      client.worldChanges.add(() => void this.refresh()),
      client.cuts.add(() => {
        if (this.#picture.connection.kind === "connected") this.#put({ connection: { kind: "connecting" } });
        void this.refresh();
      }),
    ];
  }

  get picture(): Picture {
    return this.#picture;
  }

  /** The person trusts the folder now: from here on the agent is asked. */
  trust(): void {
    if (this.#picture.connection.kind === "untrusted") this.#put({ connection: { kind: "connecting" } });
    void this.refresh();
  }

  /** From here on slipway.json is looked for at this path from the repository's root; undefined for the usual one. */
  configure(config: string | undefined): void {
    if (config === this.#picture.config) return;
    this.#put({ config });
    void this.refresh();
  }

  /** Whether GitHub can be reached as somebody. */
  connectForge(connected: boolean): void {
    if (connected !== this.#picture.forgeConnected) this.#put({ forgeConnected: connected });
  }

  sawPreview(): void {
    this.#put({ previewSeen: true });
  }

  /**
   * Asks the agent anew, and connects or launches it if need be. Calls in the middle of one share the next one.
   * Resolves when the picture holds the answer; never rejects.
   */
  async refresh(): Promise<void> {
    if (this.#disposed || this.#picture.connection.kind === "untrusted") return;
    clearTimeout(this.#retry);
    return this.#askAgain();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#publishing);
    this.#runs.dispose();
    for (const stop of this.#stops) stop();
  }

  readonly #askAgain = untilQuiet(async () => {
    if (this.#disposed) return;
    await this.#ask().then(
      () => {
        this.#failures = 0;
      },
      (error: unknown) => this.#failed(asProblem(error, "The agent could not be reached")),
    );
  });

  async #ask(): Promise<void> {
    const { client, folder, environment } = this.#options;
    const { config } = this.#picture;
    const { runs } = await client.request(requests.runList, {});
    this.#askForCompany();
    const repository =
      folder === undefined
        ? undefined
        : await client
            .request(requests.repositoryState, { directory: folder, config, environment: environment() })
            .catch(
              // No repository is an answer; no agent is none.
              (error: unknown) => (saysNoAgent(error) ? Promise.reject(error) : undefined),
            );
    if (repository?.change !== this.#picture.repository?.change) this.#put({ previewSeen: false });
    const here = repository ? runs.filter(({ directory }) => directory === repository.root) : [];
    this.#runs.follow(here.filter((run) => matters(run, here, repository?.change)).map(({ id }) => id));
    // A window that comes back shows all at once what it knew before, not first that there is nothing.
    await this.#runs.caughtUp();
    this.#put({ connection: { kind: "connected" }, repository });
  }

  /** While a company is being founded the answer takes its time; nothing else waits for it. */
  #askForCompany(): void {
    this.#options.client.request(requests.practiceStatus, {}).then(
      ({ company }) => {
        if (company?.id !== this.#picture.company?.id) this.#put({ company });
      },
      () => {},
    );
  }

  #failed(problem: Problem): void {
    if (this.#disposed) return;
    this.#options.onUnreachable(problem);
    this.#put({ connection: { kind: "unreachable", problem: problem.toJSON() } });
    const delay = retryDelays[this.#failures++];
    if (delay !== undefined) this.#retry = setTimeout(() => void this.refresh(), delay);
  }

  #put(change: Partial<Picture>): void {
    this.#picture = { ...this.#picture, ...change, runs: this.#runs.states() };
    clearTimeout(this.#publishing);
    this.#publishing = undefined;
    if (!this.#disposed) this.changes.fire(this.#picture);
  }

  #publishSoon(): void {
    this.#publishing ??= setTimeout(() => this.#put({}), breath);
  }
}

/**
 * Of past runs the newest ship and release of the current change say how it stands, and the newest rollback, which is
 * of no change; older ones do not.
 */
function matters(run: RunSummary, all: readonly RunSummary[], change: string | undefined): boolean {
  if (!isOver(run)) return true;
  if (run.status === "cancelled") return false;
  if (run.kind === "rollback")
    return all.find(({ kind, status }) => kind === run.kind && status !== "cancelled") === run;
  if (change === undefined || run.change !== change) return false;
  return (
    all.find((other) => other.kind === run.kind && other.change === change && other.status !== "cancelled") === run
  );
}
