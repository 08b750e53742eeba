import { type Paint, paintFor } from "../render/paint.ts";

/** The part of a stream that the command line needs. */
export type Sink = NodeJS.WriteStream | (NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number });

/** The two streams of a command: results on stdout, as text or as one JSON object a line; everything else on stderr. */
export class Output {
  readonly json: boolean;
  /** Paints for stdout. */
  readonly paint: Paint;
  /** Paints for stderr. */
  readonly paintNote: Paint;
  readonly #stdout: Sink;
  readonly #stderr: Sink;

  constructor(options: { stdout: Sink; stderr: Sink; json: boolean }) {
    this.#stdout = options.stdout;
    this.#stderr = options.stderr;
    this.json = options.json;
    this.paint = paintFor(options.stdout as NodeJS.WriteStream);
    this.paintNote = paintFor(options.stderr as NodeJS.WriteStream);
  }

  /** Whether lines can be drawn again in place. */
  get live(): boolean {
    return !this.json && this.#stdout.isTTY === true;
  }

  get columns(): number {
    return this.#stdout.columns ?? 80;
  }

  get rows(): number {
    return this.#stdout.rows ?? 24;
  }

  /** One result, for programs. Nothing in text mode. */
  object(value: object): void {
    if (this.json) this.#stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Lines of results, for people. Nothing in JSON mode. */
  lines(lines: readonly string[]): void {
    if (!this.json) this.raw(lines.map((line) => `${line}\n`).join(""));
  }

  /** A remark that is no result. */
  note(lines: readonly string[]): void {
    this.#stderr.write(lines.map((line) => `${line}\n`).join(""));
  }

  raw(text: string): void {
    this.#stdout.write(text);
  }
}
