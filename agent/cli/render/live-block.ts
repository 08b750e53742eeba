import type { Output } from "../session/output.ts";

/** Lines at the end of a terminal that are drawn again in place. */
export class LiveBlock {
  readonly #out: Output;
  #height = 0;

  constructor(out: Output) {
    this.#out = out;
  }

  /** Puts these lines in the place of those that were drawn before. */
  draw(lines: readonly string[]): void {
    const back = this.#height > 0 ? `\x1b[${this.#height}A\x1b[0J` : "";
    // On a screen that is too low the upper lines cannot be reached any more: the last ones matter.
    const fitting = lines.slice(-Math.max(1, this.#out.rows - 1));
    this.#out.raw(back + fitting.map((line) => `${line}\n`).join(""));
    this.#height = fitting.length;
  }

  /** What stands there stays; the next drawing begins below it. */
  keep(): void {
    this.#height = 0;
  }
}
