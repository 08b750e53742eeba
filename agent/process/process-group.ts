import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { OutputTail } from "./output-tail.ts";
import { identifyProcess, isAlive, type ProcessIdentity } from "./process-identity.ts";

export interface GroupSpec {
  /** A shell command line. */
  readonly command: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  onOutput(text: string): void;
  /** Called when the command has ended, before anybody is told. */
  cleanUp?(): Promise<void>;
  /** What the shell runs around the command, its $1: it has a pipe from the agent on descriptor 3. Default: {@link gate}. */
  readonly wrapper?: string;
}

/** How long a process may take to end when it is asked to, in milliseconds. */
const grace = 3_000;

/** How long output is read after the command has ended, where something that left its group holds it open. */
const outputDelay = 2_000;

/** The exit code of a command that could not be started, as shells have it. */
const notStarted = 127;

/** Waits on descriptor 3 for the word to begin; ends when there is nobody left to say it. */
const gate = 'read -r word <&3 || exit 0; exec 3<&-; exec /bin/sh -c "$1"';

/** A shell command with all that it starts, in a process group of its own. By the gate it begins when {@link begin} is called. */
export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #tail = new OutputTail();
  /** The exit code (128 + n for signal n), when the command has ended and its output is read. Rejects only where cleaning up fails. */
  readonly ended: Promise<number>;
  #exitCode: number | undefined;
  #hasExited = false;

  constructor(spec: GroupSpec) {
    this.#child = spawn("/bin/sh", ["-c", spec.wrapper ?? gate, "sh", spec.command], {
      cwd: spec.directory,
      env: spec.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      const decoder = new StringDecoder();
      stream?.on("data", (chunk: Buffer) => {
        this.#tail.push(chunk);
        spec.onOutput(decoder.write(chunk));
      });
    }
    // What the command left running in the background would outlive it and hold its output open.
    this.#child.once("exit", () => {
      this.#signal("SIGKILL");
      this.#hasExited = true;
      setTimeout(() => this.#closeOutput(), outputDelay).unref();
    });
    this.ended = once(this.#child, "close")
      .then(
        ([code, signal]) => exitCode(code, signal),
        (error: Error) => {
          this.#tail.push(Buffer.from(`${error.message}\n`));
          return notStarted;
        },
      )
      .then(async (code) => {
        await spec.cleanUp?.();
        this.#exitCode = code;
        return code;
      });
  }

  begin(): void {
    const word = this.#child.stdio[3] as Writable;
    word.on("error", () => {});
    word.end("\n");
  }

  /** Waits for the end; a cancel stops the group first and is then thrown. */
  async endedUnless(signal: AbortSignal): Promise<number> {
    const stop = () => void this.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const code = await this.ended;
    signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    return code;
  }

  get hasEnded(): boolean {
    return this.#exitCode !== undefined;
  }

  get tail(): string {
    return this.#tail.toString();
  }

  /** How much was printed in all. */
  get printedBytes(): number {
    return this.#tail.total;
  }

  /** The tail's part that was printed after so many bytes. */
  tailAfter(bytes: number): string {
    return this.#tail.after(bytes);
  }

  /** For a record that finds it again; undefined where it could not start or has ended. */
  async identity(): Promise<ProcessIdentity | undefined> {
    return this.#child.pid === undefined ? undefined : identifyProcess(this.#child.pid);
  }

  /** Asks the group to end, and ends what is left of it a little later. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
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
    // Once it has exited its number may be another's.
    if (this.#child.pid !== undefined && !this.#hasExited) signalGroup(this.#child.pid, signal);
  }
}

/** Ends the group of a process that an agent before this one started, if it is still that process. */
export async function endGroup(leader: ProcessIdentity): Promise<void> {
  if (await isAlive(leader)) signalGroup(leader.pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
