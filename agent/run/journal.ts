import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { type NewRunEvent, type RunEvent, runEvent } from "../protocol/run-event.ts";
import type { Redactor } from "../secrets/redactor.ts";

/**
 * A run's events on disk, one JSON object a line, and the one place where events get their numbers. What is not in the
 * journal has not happened: listeners hear of an event after it was written.
 */
export class Journal {
  readonly run: string;
  readonly #file: string;
  readonly #redactor: Redactor;
  readonly #events: RunEvent[];
  readonly #listeners = new Set<(event: RunEvent) => void>();

  private constructor(run: string, file: string, redactor: Redactor, events: RunEvent[]) {
    this.run = run;
    this.#file = file;
    this.#redactor = redactor;
    this.#events = events;
  }

  /** Opens the run's journal in its folder, which is made if it is missing; earlier events are read back. */
  static open(run: string, folder: string, redactor: Redactor): Journal {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, "journal.jsonl");
    const events = readJournal(file);
    mendEnd(file, events.length);
    return new Journal(run, file, redactor, events);
  }

  /** Events after `seq`. */
  after(seq: number): RunEvent[] {
    return this.#events.slice(seq);
  }

  append(event: NewRunEvent): RunEvent {
    const numbered = {
      ...this.#redactor.data(event),
      seq: this.#events.length + 1,
      at: Date.now(),
      run: this.run,
    } as RunEvent;
    appendFileSync(this.#file, `${JSON.stringify(numbered)}\n`, { mode: 0o600 });
    this.#events.push(numbered);
    for (const listener of this.#listeners) listener(numbered);
    return numbered;
  }

  /** Calls back for every event from now on. Returns the way to stop. */
  listen(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
