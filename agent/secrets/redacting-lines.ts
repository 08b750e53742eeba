import type { Redactor } from "./redactor.ts";

/** A line longer than this is passed on in pieces, so that output without line breaks cannot fill the memory. */
const longestLine = 64 * 1024;

/**
 * Redacts a stream of text. A secret may arrive in two chunks, so text is held back until its line is complete.
 */
export class RedactingLines {
  readonly #redactor: Redactor;
  readonly #sink: (text: string) => void;
  #held = "";

  constructor(redactor: Redactor, sink: (text: string) => void) {
    this.#redactor = redactor;
    this.#sink = sink;
  }

  write(text: string): void {
    this.#held += text;
    const end = this.#held.lastIndexOf("\n") + 1;
    if (end > 0) this.#pass(end);
    else if (this.#held.length > longestLine) this.#pass(this.#redactor.safeCut(this.#held));
  }

  /** Passes on what is held back. */
  end(): void {
    this.#pass(this.#held.length);
  }

  #pass(end: number): void {
    const text = this.#held.slice(0, end);
    if (!text) return;
    this.#held = this.#held.slice(end);
    this.#sink(this.#redactor.text(text));
  }
}
