import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { agentEnvironment } from "../client/environment.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { type PracticeCompany, practiceCompany } from "../protocol/practice-company.ts";

const progressLine = z.object({ kind: z.literal("progress"), message: z.string() });
const failureLine = z.object({ kind: z.literal("failed"), message: z.string() });

/**
 * The practice company as a child process of the agent: it is reached by what it prints and by its ports, never by
 * import. It lives until it is stopped or the agent ends, however that ends: the company stops when the pipe between
 * them closes. Its state survives both.
 */
export class PracticeProcess {
  readonly #places: Places;
  readonly #program: string;
  #child: ChildProcess | undefined;
  #company: Promise<PracticeCompany> | undefined;

  /** @param program dist/practice.js */
  constructor(places: Places, program: string) {
    this.#places = places;
    this.#program = program;
  }

  get running(): boolean {
    return this.#company !== undefined;
  }

  /** The company that runs, if one does. */
  async company(): Promise<PracticeCompany | undefined> {
    return this.#company;
  }

  /** The company that runs, or the one that was founded before and is stopped. */
  async known(): Promise<PracticeCompany | undefined> {
    return (await this.#company) ?? readReadyLine(join(this.#state, "company.json"));
  }

  /** Founds the company, or resumes it where it was founded before. A second call gets the one that runs. */
  async start(
    runtime: "docker" | "process",
    environment: Record<string, string>,
    onProgress: (message: string) => void,
  ): Promise<PracticeCompany> {
    this.#company ??= this.#found(runtime, environment, onProgress);
    try {
      return await this.#company;
    } catch (error) {
      this.#company = undefined;
      throw error;
    }
  }

  /** Stops the company and takes down all it has, but for its cache. */
  async remove(): Promise<void> {
    await this.stop();
    const child = spawn(process.execPath, [this.#program, "remove", "--state", this.#state], {
      env: agentEnvironment(process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said += text;
    });
    const closed = once(child, "close");
    for await (const line of createInterface({ input: child.stdout })) said = readFailure(readLine(line)) ?? said;
    const [code] = await closed;
    if (code !== 0)
      throw new Problem({ what: "The practice company could not be removed", where: this.#state, why: said.trim() });
  }

  /** Stops the processes; the state stays. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#company = undefined;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    await exit;
  }

  get #state(): string {
    return join(this.#places.state, "practice");
  }

  async #found(
    runtime: string,
    environment: Record<string, string>,
    onProgress: (message: string) => void,
  ): Promise<PracticeCompany> {
    const folders = ["--state", this.#state, "--cache", join(this.#places.cache, "practice")];
    const known = readReadyLine(join(this.#state, "company.json"));
    const child = spawn(process.execPath, [this.#program, "found", ...folders, "--runtime", runtime, "--until-eof"], {
      env: { ...agentEnvironment(process.env), ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => {});
    this.#child = child;
    child.once("exit", () => {
      if (this.#child === child) this.#company = undefined;
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said = (said + text).slice(-4000);
    });
    let company: PracticeCompany | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const message = readLine(line);
      company = z.safeParse(practiceCompany, message).data;
      if (company) break;
      const progress = z.safeParse(progressLine, message);
      if (progress.success) onProgress(progress.data.message);
      said = readFailure(message) ?? said;
    }
    // Nobody reads on: what it prints from now on must not block it.
    child.stdout.resume();
    if (company) return company;
    throw new Problem({
      what: `The practice company could not be ${known ? "woken" : "founded"}`,
      where: `on the ${runtime} runtime`,
      why: said.trim() || "it ended without a word",
      next: known
        ? "Try again. `slipway demo --stop` takes it down with its repository, tickets and database, for a new one."
        : "`slipway demo --stop` clears what is left of it; then try again.",
      code: "practice-failed",
    });
  }
}

/** What the company wrote down of itself: its ready line, beside what is its own affair. */
function readReadyLine(file: string): PracticeCompany | undefined {
  return existsSync(file) ? z.safeParse(practiceCompany, readLine(readFileSync(file, "utf8"))).data : undefined;
}

function readFailure(message: unknown): string | undefined {
  return z.safeParse(failureLine, message).data?.message;
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
