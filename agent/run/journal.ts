import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { type NewRunEvent, type RunEvent, runEvent } from "../protocol/run-event.ts";
import type { Redactor } from "../secrets/redactor.ts";
import { GrowingFile } from "./growing-file.ts";
import { writeProblem } from "./write-problem.ts";

/**
 * A run's events on disk, one JSON object a line, and the one place where events get their numbers. What the next step
 * relies on is written before anyone hears of it; what is only told, such as an end, is heard of on a full disk too, and
 * written as soon as that can be done.
 */
export class Journal {
  readonly run: string;
  readonly #file: GrowingFile;
  readonly #redactor: Redactor;
  readonly #events: RunEvent[];
  readonly #listeners = new Set<(event: RunEvent) => void>();
  #written: number;

  private constructor(run: string, file: string, redactor: Redactor, events: RunEvent[]) {
    this.run = run;
    this.#file = new GrowingFile(file);
    this.#redactor = redactor;
    this.#events = events;
    this.#written = events.length;
  }

  /**
   * Opens the run's journal in its folder, which is made if it is missing; earlier events are read back.
   * @throws Problem "disk-full" or "not-written".
   */
  static open(run: string, folder: string, redactor: Redactor): Journal {
    const file = join(folder, "journal.jsonl");
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const events = readJournal(file);
      mendEnd(file, events.length);
      return new Journal(run, file, redactor, events);
    } catch (error) {
      throw writeProblem(error, file);
    }
  }

  /** Whether all events are on the disk. */
  get isWhole(): boolean {
    return this.#written === this.#events.length;
  }

  /** Events after `seq`. */
  after(seq: number): RunEvent[] {
    return this.#events.slice(seq);
  }

  /** Writes an event, then tells it. @throws Problem "disk-full" or "not-written": it has not happened then. */
  append(event: NewRunEvent): RunEvent {
    const numbered = this.#number(event);
    this.#events.push(numbered);
    try {
      this.#write();
    } catch (error) {
      this.#events.pop();
      throw writeProblem(error, this.#file.path);
    }
    this.#announce(numbered);
    return numbered;
  }

  /** Tells an event, written or not: whoever waits for it must not wait for ever. Never throws. */
  tell(event: NewRunEvent): void {
    const numbered = this.#number(event);
    this.#events.push(numbered);
    this.flush();
    this.#announce(numbered);
  }

  /** Tries once more to write what is told only. */
  flush(): void {
    try {
      this.#write();
    } catch {
      // It is tried again with the next event.
    }
  }

  /** Calls back for every event from now on. Returns the way to stop. */
  listen(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #number(event: NewRunEvent): RunEvent {
    const seq = this.#events.length + 1;
    return { ...this.#redactor.data(event), seq, at: Date.now(), run: this.run } as RunEvent;
  }

  #write(): void {
    if (this.isWhole) return;
    const missing = this.#events.slice(this.#written);
    this.#file.append(missing.map((event) => `${JSON.stringify(event)}\n`).join(""));
    this.#written = this.#events.length;
  }

  #announce(event: RunEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Reads a journal; a last line that a killed process left half written is dropped. */
export function readJournal(file: string): RunEvent[] {
  if (!existsSync(file)) return [];
  const events: RunEvent[] = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const event = parseLine(line);
    if (!event || event.seq !== events.length + 1) break;
    events.push(event);
  }
  return events;
}

/** Cuts off what stands after the last good line, and ends that line: the next event must begin one of its own. */
function mendEnd(file: string, lines: number): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  let end = 0;
  for (let line = 0; line < lines; line++) {
    const lineBreak = bytes.indexOf("\n", end);
    if (lineBreak < 0) {
      appendFileSync(file, "\n");
      return;
    }
    end = lineBreak + 1;
  }
  if (end < bytes.length) truncateSync(file, end);
}

function parseLine(line: string): RunEvent | undefined {
  if (!line) return undefined;
  try {
    return runEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
