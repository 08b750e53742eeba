import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { GrowingFile } from "./growing-file.ts";
import { writeProblem } from "./write-problem.ts";

/** Bytes that are kept of one stage's output from its beginning; then only the end is kept. */
const headQuota = 4 * 1024 * 1024;
const tailQuota = 1024 * 1024;

/**
 * What a stage's commands printed, in a file of its own. The file only ever grows, so that a reader can go on from a
 * byte position. Past the quota, and from when the disk is full, the end is held in memory and written when the stage
 * closes its log.
 */
export class StageLog {
  readonly #file: GrowingFile;
  #tail = "";
  #dropped = 0;

  constructor(folder: string, stage: string) {
    this.#file = new GrowingFile(logFile(folder, stage));
  }

  get bytes(): number {
    return this.#file.bytes;
  }

  /** Never throws: it is called in the middle of a stream, where nobody could catch it. */
  write(text: string): void {
    if (this.bytes >= headQuota || this.#tail || !this.#isWritten(text)) this.#keepTail(text);
  }

  /** @throws Problem "disk-full" or "not-written" where the log is not whole. */
  close(): void {
    if (!this.#tail) return;
    this.#cutTail();
    const gap = this.#dropped > 0 ? `\n[... ${this.#dropped} characters are left out here ...]\n` : "";
    try {
      this.#file.append(gap + this.#tail);
    } catch (error) {
      throw writeProblem(error, this.#file.path);
    }
    this.#tail = "";
  }

  #isWritten(text: string): boolean {
    try {
      this.#file.append(text);
      return true;
    } catch {
      return false;
    }
  }

  #keepTail(text: string): void {
    this.#tail += text;
    // Cutting copies the tail: not at every line.
    if (this.#tail.length > 2 * tailQuota) this.#cutTail();
  }

  #cutTail(): void {
    const excess = Math.max(0, this.#tail.length - tailQuota);
    this.#tail = this.#tail.slice(excess);
    this.#dropped += excess;
  }
}

/** A part of a stage's log: `next` is where to go on. A stage without output has an empty log. */
export function readStageLog(
  folder: string,
  stage: string,
  from: number,
  most: number,
): { text: string; next: number; size: number } {
  const file = logFile(folder, stage);
  if (!existsSync(file)) return { text: "", next: 0, size: 0 };
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.max(0, Math.min(most, size - from)));
  const descriptor = openSync(file, "r");
  try {
    const read = readSync(descriptor, buffer, 0, buffer.length, from);
    const whole = wholeCharacters(buffer.subarray(0, read));
    return { text: whole.toString("utf8"), next: from + whole.length, size };
  } finally {
    closeSync(descriptor);
  }
}

function logFile(folder: string, stage: string): string {
  return join(folder, `${stage.replace(/[^a-z0-9-]/gi, "_")}.log`);
}

/** Without a last character that is only half there: the next read gets it whole. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
