import { EventEmitter } from "node:events";
import { join } from "node:path";
import { runProgram } from "../../agent/cli/run-program.ts";
import type { Surroundings } from "../../agent/cli/session/surroundings.ts";
import type { Places } from "../../agent/places.ts";
import { testBuild } from "./daemon.ts";
import { MemoryTerminal } from "./memory-terminal.ts";

/** One command of the real command line in the test's process, with streams and signals of its own. */
export interface CommandRun {
  readonly stdout: MemoryTerminal;
  readonly stderr: MemoryTerminal;
  /** Emit SIGINT or SIGHUP here. */
  readonly signals: EventEmitter;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | undefined>;
}

export function slipway(
  places: Places,
  args: readonly string[],
  more: Partial<Surroundings> & { terminal?: { isTTY: boolean; columns: number; rows: number } } = {},
): CommandRun {
  const { terminal, ...surroundings } = more;
  const stdout = new MemoryTerminal(terminal);
  const stderr = new MemoryTerminal();
  const signals = new EventEmitter();
  let exitCode: number | undefined;
  const done = runProgram(
    {
      stdout,
      stderr,
      signals,
      directory: "/work",
      environment: {},
      build: testBuild,
      agentFile: join(places.state, "no-agent.js"),
      findPlaces: () => places,
      hostAgent: () => Promise.reject(new Error("This test hosts no agent")),
      exit: (code) => {
        exitCode = code;
      },
      ...surroundings,
    },
    args,
  );
  return { stdout, stderr, signals, ended: done.then(() => exitCode) };
}
