/** Tells others where a preview is to be found. @param url its public address; undefined where it has none any more. */
export type Announce = (url: string | undefined) => Promise<void>;

/** Says an address where it was not said before: one word after the other, so that the last stands at the end. */
export class Announcer {
  readonly #announce: Announce;
  #said: string | undefined;
  #last: Promise<void> = Promise.resolve();

  /** @param said what stands there already. */
  constructor(announce: Announce, said: string | undefined) {
    this.#announce = announce;
    this.#said = said;
  }

  /** Rejects where it could not be said; the next time that it is said it is tried again. */
  say(url: string | undefined): Promise<void> {
    const said = this.#last.then(async () => {
      if (url === this.#said) return;
      await this.#announce(url);
      this.#said = url;
    });
    this.#last = said.catch(() => {});
    return said;
  }
}
