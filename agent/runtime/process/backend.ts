import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { ProcessGroup } from "../../process/process-group.ts";

/** How long requests that are under way may take when a version is retired, in milliseconds. */
const drainTime = 10_000;

/** One version of an app, running on a port of its own that only the gateway knows. */
export class Backend {
  readonly version: string;
  /** Marks how it was started: what is started otherwise is another. */
  readonly made: string;
  readonly id: string;
  readonly port: number;
  readonly group: ProcessGroup;
  readonly #idle = new EventEmitter();
  #requests = 0;

  constructor(parts: { id: string; version: string; made: string; port: number; group: ProcessGroup }) {
    this.id = parts.id;
    this.version = parts.version;
    this.made = parts.made;
    this.port = parts.port;
    this.group = parts.group;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Counts a request. @returns what says that it has ended. */
  enter(): () => void {
    this.#requests++;
    return () => {
      this.#requests--;
      if (this.#requests === 0) this.#idle.emit("idle");
    };
  }

  /** Waits for the requests under way, but not for ever. */
  async drain(): Promise<void> {
    if (this.#requests > 0) await Promise.race([once(this.#idle, "idle"), delay(drainTime, undefined, { ref: false })]);
  }

  /** Ends the app, and with it connections that have no end of their own (WebSockets). */
  async stop(): Promise<void> {
    await this.group.stop();
  }
}
