import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { RuntimeKind } from "./company.ts";
import { found } from "./found.ts";
import { removeCompany } from "./remove.ts";
import { abortAtEof } from "./until-eof.ts";

const usage = `practice found --state DIR --cache DIR --runtime docker|process [--until-eof]
practice remove --state DIR`;

/**
 * The practice company's command line. Progress, the ready line and a failure are JSON, one object a line, on stdout.
 * With --until-eof the company also stops in order when its standard input ends, as it does when whoever holds the other
 * end is killed.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage.
 */
export async function runPractice(argv: string[]): Promise<number> {
  const request = parse(argv);
  if (!request) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => stopping.abort(new Error(`stopped by ${signal}`)));
  }
  const release = request.command === "found" && request.untilEof ? abortAtEof(stopping) : () => {};
  const work = { signal: stopping.signal, say: (message: string) => print({ kind: "progress", message }) };
  try {
    if (request.command === "remove") {
      await removeCompany(request.state);
      return 0;
    }
    const company = await found(request, work);
    print({ kind: "practice", ...company.ready });
    await aborted(stopping.signal);
    await company.stop();
    return 0;
  } catch (error) {
    print({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    return 1;
  } finally {
    release();
  }
}

type Request =
  | { command: "found"; state: string; cache: string; runtime: RuntimeKind; untilEof: boolean }
  | { command: "remove"; state: string };

function parse(argv: string[]): Request | undefined {
  try {
    const text = { type: "string" } as const;
    const options = { state: text, cache: text, runtime: text, "until-eof": { type: "boolean" } } as const;
    const { positionals, values } = parseArgs({ args: argv, options, allowPositionals: true });
    const [command, ...others] = positionals;
    if (others.length > 0 || !values.state) return undefined;
    const state = resolve(values.state);
    if (command === "remove") return { command, state };
    if (command !== "found" || !values.cache) return undefined;
    if (values.runtime !== "docker" && values.runtime !== "process") return undefined;
    const untilEof = values["until-eof"] ?? false;
    return { command, state, cache: resolve(values.cache), runtime: values.runtime, untilEof };
  } catch {
    return undefined;
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  // A pending promise keeps no process alive: this does, also where nothing else listens.
  const alive = setInterval(() => {}, 2 ** 30);
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(clearInterval(alive)), { once: true });
  });
}
