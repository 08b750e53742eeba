import type { AgentClient } from "../../client/agent-client.ts";
import { readLog } from "./run-log.ts";

interface Position {
  from: number;
  /** The beginning of a line whose end is not there yet. */
  held: string;
}

/**
 * The logs of a run's stages, line by line, as they grow. Told that a log has grown it reads on, one read at a time, so
 * that lines stay in order.
 */
export class LogLines {
  readonly #client: AgentClient;
  readonly #run: string;
  readonly #onLine: (stage: string, line: string) => void;
  readonly #positions = new Map<string, Position>();
  #reading: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(client: AgentClient, run: string, onLine: (stage: string, line: string) => void) {
    this.#client = client;
    this.#run = run;
    this.#onLine = onLine;
  }

  /** This stage's log has grown. */
  grew(stage: string): void {
    this.#reading = this.#reading
      .then(() => this.#read(stage))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }

  /** Waits for what is being read, and gives unfinished last lines too. @throws what a read threw. */
  async end(): Promise<void> {
    await this.#reading;
    if (this.#failure) throw this.#failure;
    for (const [stage, position] of this.#positions) {
      if (position.held) this.#onLine(stage, position.held);
      position.held = "";
    }
  }

  async #read(stage: string): Promise<void> {
    const position = this.#positions.get(stage) ?? { from: 0, held: "" };
    this.#positions.set(stage, position);
    position.from = await readLog(this.#client, { run: this.#run, stage, from: position.from }, (text) => {
      const lines = (position.held + text).split("\n");
      position.held = lines.pop() ?? "";
      for (const line of lines) this.#onLine(stage, line);
    });
  }
}
