import { setTimeout as wait } from "node:timers/promises";
import { Listeners } from "../listeners.ts";
import type { Places } from "../places.ts";
import { isAbort, Problem } from "../problem.ts";
import type { RequestType } from "../protocol/define.ts";
import { clientRequests, notifications } from "../protocol/messages.ts";
import type { RunEvent } from "../protocol/run-event.ts";
import type { Wire } from "../protocol/wire.ts";
import type { Introduction, Line } from "./connect.ts";
import { followOnce } from "./follow-once.ts";
import { saysStopping, untilStopped } from "./until-stopped.ts";

export interface AgentClientOptions {
  readonly places: Places;
  /** dist/agent.js, started when no agent runs. */
  readonly agentFile: string;
  readonly client: "editor" | "cli";
  readonly build: string;
  /**
   * Answers the agent's questions for credentials; null where this client has none by that name.
   * @param withdrawn fires when the answer is not wanted any more: the run is over.
   */
  credential(purpose: string, name: string, withdrawn: AbortSignal): Promise<string | null>;
}

/** Between attempts to find the agent again, in milliseconds; the last one repeats. */
const reconnectDelays = [50, 100, 250, 500, 1000];

/**
 * A client of the agent: connects when it is first needed, launches the agent where none runs, and connects again when
 * the line is cut. What a run does is followed by {@link followRun}, which misses nothing over any number of cuts.
 */
export class AgentClient {
  readonly runEvents = new Listeners<RunEvent>();
  readonly worldChanges = new Listeners<number>();
  readonly practiceProgress = new Listeners<string>();
  /** Fires when an open line is lost. */
  readonly cuts = new Listeners<void>();
  readonly #options: AgentClientOptions;
  #line: Promise<Line> | undefined;
  #closed = false;
  readonly #ended = new AbortController();
  /** Whether it has ever had a line. */
  #returning = false;

  constructor(options: AgentClientOptions) {
    this.#options = options;
  }

  /**
   * @param signal asks the agent to give it up. It answers all the same: by then it may be done.
   * @throws AbortError where it was given up; Problem otherwise.
   */
  async request<P, R>(type: RequestType<P, R>, params: P, signal?: AbortSignal): Promise<R> {
    const line = this.#open();
    const ask = async ({ wire }: Line) => {
      signal?.throwIfAborted();
      return wire.request(type, params, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
    };
    try {
      return await ask(await line);
    } catch (error) {
      if (this.#closed || !saysStopping(error)) throw error;
      // It has begun nothing: the next agent does, as soon as that one is gone. Until then its runs are watched.
      await untilStopped(
        this.#options.places,
        error,
        AbortSignal.any([this.#ended.signal, ...(signal ? [signal] : [])]),
      );
    }
    if (this.#line === line) this.cut();
    return ask(await this.#open());
  }

  /**
   * Calls back for every event of a run from the first (or from after `after`) to the last, each exactly once and in
   * order, and resolves when the run is over. @throws AbortError when `signal` fires; the run itself goes on.
   */
  async followRun(
    run: string,
    onEvent: (event: RunEvent) => void,
    options: { after?: number; signal: AbortSignal },
  ): Promise<void> {
    let seq = options.after ?? 0;
    for (let attempt = 0; ; attempt++) {
      try {
        const line = await this.#open();
        const over = await followOnce(
          line.wire,
          { run, after: seq, events: this.runEvents, cuts: this.cuts, signal: options.signal },
          (event) => {
            seq = event.seq;
            attempt = 0;
            onEvent(event);
          },
        );
        if (over) return;
      } catch (error) {
        if (isAbort(error) || !(error instanceof Problem) || error.code !== "connection-lost") throw error;
      }
      await wait(reconnectDelays[Math.min(attempt, reconnectDelays.length - 1)], undefined, { signal: options.signal });
    }
  }

  /** Cuts the line without a word, as a crash would; the next request opens a new one. */
  cut(): void {
    void this.#line?.then((line) => line.wire.close()).catch(() => {});
    this.#line = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#ended.abort();
    this.cut();
  }

  #open(): Promise<Line> {
    if (this.#closed) throw new Error("The client is closed");
    this.#line ??= this.#connect();
    return this.#line;
  }

  #connect(): Promise<Line> {
    const { places, agentFile, client, build } = this.#options;
    const introduction: Introduction = {
      client,
      build,
      prepare: (wire) => {
        this.#prepare(wire);
        wire.onClose(() => void this.#lose(wire, line));
      },
    };
    // An editor paints its window before it needs the transport and all that starts an agent.
    const line = import("./connect-or-launch.ts").then(({ connectOrLaunch }) =>
      connectOrLaunch(places, agentFile, introduction, { returning: this.#returning, signal: this.#ended.signal }),
    );
    line.then(
      () => {
        this.#returning = true;
      },
      () => this.#forget(line),
    );
    return line;
  }

  /** A wire has closed: that of the line, or that of an agent that made room for the one on the line. */
  async #lose(wire: Wire, line: Promise<Line>): Promise<void> {
    const open = await line.catch(() => undefined);
    if (open?.wire !== wire) return;
    this.#forget(line);
    this.cuts.fire();
  }

  /** A line that is gone is not used again; another one may have taken its place already. */
  #forget(line: Promise<Line>): void {
    if (this.#line === line) this.#line = undefined;
  }

  #prepare(wire: Wire): void {
    wire.answer(clientRequests.credentialsGet, async ({ purpose, name }, withdrawn) => ({
      value: await this.#options.credential(purpose, name, withdrawn),
    }));
    wire.onNotification(notifications.runEvent, (event) => this.runEvents.fire(event));
    wire.onNotification(notifications.worldChanged, ({ seq }) => this.worldChanges.fire(seq));
    wire.onNotification(notifications.practiceProgress, ({ message }) => this.practiceProgress.fire(message));
  }
}
