import { constants } from "node:os";
import { ProcessGroup } from "../../process/process-group.ts";

/** How much of what it printed last is kept for the error message, in characters. */
const tailLength = 4_000;

/**
 * Runs the command beside a watchman who holds the other end of a pipe to the agent. When the agent is gone, however it
 * went, the pipe ends, and the watchman ends the process group, of which he is one.
 */
const watched = `
(
  trap '' TERM
  read -r _ <&3
  kill -TERM 0
  sleep 2
  kill -KILL 0
) </dev/null >/dev/null 2>&1 &
exec 3<&-
exec /bin/sh -c "$1"`;

export interface TunnelOptions {
  readonly command: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  onOutput(text: string): void;
}

/** The command of `preview.share`, with all that it starts, in a process group of its own that ends with the agent. */
export class Tunnel {
  /** How it ended, in a few words, when it and all its group has. Never rejects. */
  readonly ended: Promise<string>;
  readonly #group: ProcessGroup;

  constructor(options: TunnelOptions) {
    this.#group = new ProcessGroup({ ...options, wrapper: watched });
    this.ended = this.#group.ended.then(exitWords);
  }

  /** What it printed last. */
  get tail(): string {
    return this.#group.tail.slice(-tailLength).trim();
  }

  /** Asks the group to end, and ends what is left of it a little later. */
  stop(): Promise<void> {
    return this.#group.stop();
  }
}

function exitWords(code: number): string {
  if (code === 127) return "it ended with exit code 127: the shell did not find a program";
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
}
