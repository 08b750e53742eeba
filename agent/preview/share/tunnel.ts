import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { StringDecoder } from "node:string_decoder";

/** How long the command may take to end when it is asked to, in milliseconds. */
const grace = 3_000;

/** How long output is read after the command has ended, in milliseconds. */
const outputDelay = 2_000;

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
  readonly #child: ChildProcess;
  #tail = "";
  #hasEnded = false;

  constructor({ command, directory, env, onOutput }: TunnelOptions) {
    this.#child = spawn("/bin/sh", ["-c", watched, "sh", command], {
      cwd: directory,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      const decoder = new StringDecoder();
      stream?.on("data", (chunk: Buffer) => {
        const text = decoder.write(chunk);
        this.#tail = (this.#tail + text).slice(-tailLength);
        onOutput(text);
      });
    }
    this.ended = new Promise<string>((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("exit", () => {
        // What it left running in the background, the watchman among it.
        this.#signal("SIGKILL");
        this.#hasEnded = true;
        // Something that left the group may hold the output open.
        setTimeout(() => this.#closeOutput(), outputDelay).unref();
      });
      this.#child.once("close", (code, signal) => resolve(signal ? `it was ended by ${signal}` : exitWords(code ?? 0)));
    });
  }

  /** What it printed last. */
  get tail(): string {
    return this.#tail.trim();
  }

  /** Asks the group to end, and ends what is left of it a little later. */
  async stop(): Promise<void> {
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.#signal("SIGKILL"), grace);
    await this.ended;
    clearTimeout(timer);
  }

  #closeOutput(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #signal(signal: NodeJS.Signals): void {
    // Its number may be another's by now.
    if (this.#hasEnded) return;
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended.
    }
  }
}

function exitWords(code: number): string {
  if (code === 127) return "it ended with exit code 127: the shell did not find a program";
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
}
