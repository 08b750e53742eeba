import { stat } from "node:fs/promises";
import { execa } from "execa";
import { Problem } from "../problem.ts";
import { gitEnvironment, steadySettings, withoutHooks } from "./git-environment.ts";
import { explainFailure } from "./git-failures.ts";

/** Runs git in one directory. The only place that spawns it. */
export interface Git {
  readonly directory: string;
  /** Runs a command and gives its output without the last line break; a non-zero exit is a Problem. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** Runs a command whose exit code is an answer. Only `accept`ed codes come back, others are a Problem. */
  answer(args: readonly string[], accept: readonly number[], options?: GitOptions): Promise<GitAnswer>;
  /** Runs a command and yields its output as it comes. A failure is a Problem, after the last chunk. */
  stream(args: readonly string[], options?: GitOptions): AsyncGenerator<Buffer, void>;
}

export interface GitOptions {
  /** Where it runs. Default: the Git's own directory. */
  readonly directory?: string | undefined;
  readonly input?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Settings for this command alone, as `-c` pairs. */
  readonly settings?: readonly string[] | undefined;
  /** Lets the person's hooks run. Default: none run. */
  readonly hooks?: boolean | undefined;
  /** What failed, for the Problem: "The push failed". */
  readonly what?: string | undefined;
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The version of the git that is run, such as "2.39.5"; undefined where none can be. */
export async function gitVersion(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const options = { env: gitEnvironment(environment), extendEnv: false, reject: false } as const;
  const { stdout } = await execa("git", ["--version"], options);
  return /\d+(\.\d+)+/.exec(stdout ?? "")?.[0];
}

/**
 * @param signal ends every command of this Git.
 * @param environment what git sees of the surroundings, see {@link gitEnvironment}.
 * @throws Problem "directory-missing".
 */
export async function openGit(
  directory: string,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Git> {
  await requireDirectory(directory);
  const base = gitEnvironment(environment);
  const common = (options: GitOptions) =>
    ({
      cwd: options.directory ?? directory,
      env: { ...base, ...options.env },
      extendEnv: false,
      reject: false,
      cancelSignal: stopOf(options),
      forceKillAfterDelay: 5000,
      input: options.input ?? "",
    }) as const;
  const stopOf = (options: GitOptions) => (options.signal ? AbortSignal.any([signal, options.signal]) : signal);
  const command = (args: readonly string[], { hooks, settings = [] }: GitOptions) => [
    ...steadySettings,
    ...(hooks ? [] : withoutHooks),
    ...settings,
    ...args,
  ];

  const answer: Git["answer"] = async (args, accept, options = {}) => {
    stopOf(options).throwIfAborted();
    const result = await execa("git", command(args, options), { ...common(options), maxBuffer: 256 * 1024 * 1024 });
    stopOf(options).throwIfAborted();
    const { exitCode, stdout, stderr, cause } = result;
    if (exitCode !== undefined && accept.includes(exitCode)) return { exitCode, stdout, stderr };
    throw explainFailure({ exitCode, stdout: stdout ?? "", stderr: stderr ?? "", cause }, options.what, directory);
  };

  return {
    directory,
    answer,
    text: async (args, options) => (await answer(args, [0], options)).stdout,
    async *stream(args, options = {}) {
      stopOf(options).throwIfAborted();
      const child = execa("git", command(args, options), { ...common(options), buffer: { stdout: false } });
      let complete = false;
      try {
        for await (const chunk of child.stdout) yield chunk as Buffer;
        complete = true;
      } catch (error) {
        stopOf(options).throwIfAborted();
        throw error;
      } finally {
        if (!complete) child.kill();
      }
      const { exitCode, stderr, cause } = await child;
      stopOf(options).throwIfAborted();
      if (exitCode !== 0) throw explainFailure({ exitCode, stdout: "", stderr, cause }, options.what, directory);
    },
  };
}

async function requireDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new Problem({ what: "There is no such folder", where: directory, code: "directory-missing", usage: true });
}
