import { Writable } from "node:stream";
import { Output } from "../../agent/cli/session/output.ts";

interface Screen {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** A stream that keeps what is written to it, and looks like a terminal where that is wanted. */
export class MemoryTerminal extends Writable {
  text = "";
  isTTY: boolean | undefined;
  columns: number | undefined;
  rows: number | undefined;

  constructor({ isTTY, columns, rows }: Screen = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }

  /** The objects of a stream that holds one a line. */
  get objects(): Record<string, unknown>[] {
    return this.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }
}

export function memoryOutput(screen: Screen = {}, json = false) {
  const stdout = new MemoryTerminal(screen);
  const stderr = new MemoryTerminal(screen);
  return { stdout, stderr, out: new Output({ stdout, stderr, json }) };
}
