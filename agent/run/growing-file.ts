import { appendFileSync, existsSync, statSync, truncateSync } from "node:fs";

/** A private file that only ever grows, by whole texts: what a full disk let through of one does not stay in it. */
export class GrowingFile {
  readonly path: string;
  #bytes: number;
  #isTorn = false;

  constructor(path: string) {
    this.path = path;
    this.#bytes = existsSync(path) ? statSync(path).size : 0;
  }

  /** Its size. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws the system's error; the text then counts as not written and may be written again. */
  append(text: string): void {
    this.#mend();
    try {
      appendFileSync(this.path, text, { mode: 0o600 });
    } catch (error) {
      this.#isTorn = true;
      throw error;
    }
    this.#bytes += Buffer.byteLength(text);
  }

  #mend(): void {
    if (this.#isTorn && existsSync(this.path)) truncateSync(this.path, this.#bytes);
    this.#isTorn = false;
  }
}
