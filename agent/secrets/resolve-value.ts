import { execa } from "execa";
import { Problem } from "../problem.ts";
import { Secret } from "./secret.ts";

/** A value as slipway.json writes it. */
export type Value = string | { readonly env: string } | { readonly command: string };

/**
 * Gets the value that slipway.json points at.
 * @param byName asks for an environment variable's value, wherever the person keeps it.
 * @param place where a command runs: the repository and the environment that the person's client handed over.
 */
export async function resolveValue(
  value: Value,
  byName: (name: string) => Promise<Secret>,
  place: { directory: string; environment: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Secret> {
  if (typeof value === "string") return new Secret(value);
  if ("env" in value) return byName(value.env);
  const { directory, environment, signal } = place;
  const result = await execa(value.command, {
    shell: true,
    cwd: directory,
    env: environment,
    extendEnv: false,
    cancelSignal: signal,
    reject: false,
    timeout: 60_000,
  });
  if (result.exitCode === 0 && result.stdout.trim()) return new Secret(result.stdout.trim());
  signal.throwIfAborted();
  throw new Problem({
    what: "A command that gives a secret failed",
    where: value.command,
    why:
      result.stderr.trim().split("\n").at(-1) ||
      `it ended with exit code ${result.exitCode ?? "none"} and printed nothing`,
    next: "Run it in your terminal, then try again.",
    code: "credential-missing",
  });
}
