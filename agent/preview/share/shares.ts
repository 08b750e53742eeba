import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Listeners } from "../../listeners.ts";
import { isAbort, Problem } from "../../problem.ts";
import type { Owner } from "../../runtime/runtime.ts";
import type { Work } from "../../work.ts";
import { type Announce, Announcer } from "./announcer.ts";
import { Share, type ShareTimes, usualTimes } from "./share.ts";
import type { ShareSpec, Sharing } from "./share-spec.ts";

/** How long the end of a share waits until that has been told, in milliseconds. */
const tellingTime = 10_000;

interface Entry {
  readonly share: Share;
  announcer?: Announcer | undefined;
}

/** The previews that others can reach, as long as this agent lives: at most one share a change. */
export class Shares {
  /** Fires when one has come, gone or changed. */
  readonly changes = new Listeners<void>();
  readonly #entries = new Map<string, Entry>();
  readonly #times: ShareTimes;

  constructor(times: ShareTimes = usualTimes) {
    this.#times = times;
  }

  get some(): boolean {
    return this.#entries.size > 0;
  }

  /**
   * Shares a preview, or finds it shared by the same command and looks whether others get through.
   * @throws Problem "share-failed".
   */
  async open(spec: ShareSpec, work: Work): Promise<Sharing> {
    const key = keyOf(spec.owner);
    const former = this.#entries.get(key);
    if (former?.share.command === spec.command && (await former.share.holds(work.signal))) {
      former.share.leadTo(spec.preview);
      return standing(former.share);
    }
    if (former) await this.#end(key, former);
    work.progress("waiting until others get through");
    let known: Sharing | undefined;
    const share = new Share(
      spec,
      (sharing) => {
        this.#tell(entry, sharing);
        if (!isDeepStrictEqual(known, sharing)) this.changes.fire();
        known = sharing;
      },
      this.#times,
    );
    const entry: Entry = { share, announcer: former?.announcer };
    this.#entries.set(key, entry);
    try {
      await share.open(work);
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      await this.#retract(entry);
      throw isAbort(error) && !work.signal.aborted ? endedMeanwhile(spec) : error;
    } finally {
      this.changes.fire();
    }
    return standing(share);
  }

  /** How a change's preview is shared; undefined where it is not. */
  find(owner: Required<Owner>): Sharing | undefined {
    return this.#entries.get(keyOf(owner))?.share.sharing;
  }

  /**
   * Has others told of a share's address, now and whenever it becomes another or ends.
   * @param said the address that stands there already.
   */
  async announceBy(owner: Required<Owner>, announce: Announce, said?: string): Promise<void> {
    const entry = this.#entries.get(keyOf(owner));
    const announcer = new Announcer(announce, said);
    if (entry) entry.announcer = announcer;
    await announcer.say(this.find(owner)?.url);
  }

  /** Ends a change's share, and says so to whoever was told of it. @returns whether there was one. */
  async close(owner: Required<Owner>): Promise<boolean> {
    const key = keyOf(owner);
    const entry = this.#entries.get(key);
    if (!entry) return false;
    await this.#end(key, entry);
    await this.#retract(entry);
    this.changes.fire();
    return true;
  }

  async closeAll(): Promise<void> {
    const all = [...this.#entries];
    await Promise.all(all.map(([key, entry]) => this.#end(key, entry).then(() => this.#retract(entry))));
  }

  async #end(key: string, entry: Entry): Promise<void> {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    await entry.share.close();
  }

  #tell({ announcer }: Entry, { url, interrupted }: Sharing): void {
    if (interrupted === undefined) announcer?.say(url).catch(sayNotTold);
  }

  async #retract({ announcer }: Entry): Promise<void> {
    const over = new AbortController();
    const telling = announcer?.say(undefined).catch(sayNotTold);
    await Promise.race([telling, wait(tellingTime, undefined, { signal: over.signal }).catch(() => {})]);
    over.abort();
  }
}

function standing({ sharing }: Share): Sharing {
  if (!sharing) throw new Error("A share that is open has an address");
  return sharing;
}

function keyOf({ repo, change }: Required<Owner>): string {
  return `${repo}/${change}`;
}

function endedMeanwhile({ owner }: ShareSpec): Problem {
  return new Problem({
    what: "The share was ended before others could get through",
    where: owner.change,
    next: "`slipway preview share` begins it anew, while the preview is up.",
    code: "share-ended",
  });
}

function sayNotTold(error: unknown): void {
  console.error("Where a shared preview is to be found could not be told:", String(error));
}
