import { setTimeout as wait } from "node:timers/promises";
import { withTemporaryFolder } from "../../temporary-folder.ts";
import type { Work } from "../../work.ts";
import { Echo } from "./echo.ts";
import { findAddress } from "./find-address.ts";
import { FrontDoor } from "./front-door.ts";
import { PrintedLinks } from "./printed-links.ts";
import type { Preview, ShareSpec, Sharing } from "./share-spec.ts";
import { Tunnel } from "./tunnel.ts";
import { tunnelEnvironment } from "./tunnel-environment.ts";

/** Milliseconds. */
export interface ShareTimes {
  /** How long the command may take until others get through. */
  readonly opening: number;
  /** How often it is looked whether they still do. */
  readonly probe: number;
  /** The first pause before the command is started again; each further one is twice as long. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const usualTimes: ShareTimes = { opening: 60_000, probe: 30_000, firstPause: 1_000, longestPause: 60_000 };

/** A preview that others can reach: the tunnel's command, what it leads to, and whoever starts it again when it dies. */
export class Share {
  readonly command: string;
  /** Hears how it stands, each time that this was looked at. */
  readonly #tell: (sharing: Sharing) => void;
  readonly #spec: ShareSpec;
  readonly #times: ShareTimes;
  readonly #echo = new Echo();
  readonly #closing = new AbortController();
  #preview: Preview;
  #door: FrontDoor | undefined;
  #sharing: Sharing | undefined;
  #kept: Promise<void> = Promise.resolve();

  constructor(spec: ShareSpec, tell: (sharing: Sharing) => void, times: ShareTimes) {
    this.command = spec.command;
    this.#spec = spec;
    this.#preview = spec.preview;
    this.#tell = tell;
    this.#times = times;
  }

  /** How it stands; undefined where it is not open yet. */
  get sharing(): Sharing | undefined {
    return this.#sharing;
  }

  /** From now on it leads to this address of the preview. */
  leadTo(preview: Preview): void {
    this.#preview = preview;
  }

  /**
   * Resolves when others get through, and keeps it so from then on.
   * @throws Problem "share-failed"; then, and when it is cancelled, nothing is left behind.
   */
  async open(work: Work): Promise<void> {
    const cancel = () => this.#closing.abort(work.signal.reason);
    work.signal.addEventListener("abort", cancel, { once: true });
    if (work.signal.aborted) cancel();
    try {
      this.#door = await FrontDoor.open(this.#echo, () => this.#preview);
      const opened = Promise.withResolvers<void>();
      this.#kept = this.#keep(opened, work.log).finally(() => opened.reject(this.#closing.signal.reason));
      await opened.promise;
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      work.signal.removeEventListener("abort", cancel);
    }
  }

  /** Whether others get through at this moment. */
  async holds(signal: AbortSignal): Promise<boolean> {
    const url = this.#sharing?.interrupted === undefined ? this.#sharing?.url : undefined;
    return url !== undefined && (await this.#echo.whyNotThrough(url, signal)) === undefined;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#kept;
    await this.#door?.close();
    this.#door = undefined;
  }

  /** Starts the command again and again. The first time alone, its failure is whoever opens it to know. */
  async #keep(opened: PromiseWithResolvers<void>, log: (text: string) => void): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted; failures += 1) {
      let reachedAt: number | undefined;
      const why = await this.#runOnce(log, () => {
        reachedAt ??= Date.now();
        opened.resolve();
      }).catch((error: unknown) => {
        opened.reject(error);
        return error instanceof Error ? error.message : String(error);
      });
      if (this.#sharing === undefined || signal.aborted) return;
      if (reachedAt !== undefined && Date.now() - reachedAt > this.#times.longestPause) failures = 0;
      this.#say({ url: this.#sharing.url, interrupted: why });
      const pause = Math.min(this.#times.firstPause * 2 ** failures, this.#times.longestPause);
      await wait(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** @returns why others do not get through any more. */
  #runOnce(log: (text: string) => void, onReached: () => void): Promise<string> {
    const { command, environment } = this.#spec;
    const { signal } = this.#closing;
    return withTemporaryFolder("share", async (directory) => {
      const links = new PrintedLinks();
      const place = { port: this.#door?.port ?? 0, previewUrl: this.#preview.url };
      const tunnel = new Tunnel({
        command,
        directory,
        env: tunnelEnvironment(environment, place),
        onOutput: (text) => {
          links.write(text);
          if (this.#sharing === undefined) log(text);
        },
      });
      try {
        const search = { tunnel, links, echo: this.#echo, command, timeLimit: this.#times.opening, signal };
        const url = await findAddress(search);
        if (this.#door) this.#door.publicUrl = url;
        this.#say({ url });
        onReached();
        return await this.#untilLost(tunnel, url);
      } finally {
        await tunnel.stop();
      }
    });
  }

  /** Watches the command and, from time to time, the link. One lost request is no reason to start anew. */
  async #untilLost(tunnel: Tunnel, url: string): Promise<string> {
    const { signal } = this.#closing;
    for (let lost = 0; ; ) {
      const how = await Promise.race([tunnel.ended, wait(this.#times.probe, undefined, { signal })]);
      if (how !== undefined) return how;
      const why = await this.#echo.whyNotThrough(url, signal);
      lost = why === undefined ? 0 : lost + 1;
      if (why === undefined) this.#say({ url });
      else if (lost > 1) return `${url}: ${why}`;
    }
  }

  #say(sharing: Sharing): void {
    this.#sharing = sharing;
    this.#tell(sharing);
  }
}
