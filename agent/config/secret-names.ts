import type { Config } from "./schema/config.ts";
import type { SecretValue, Value } from "./schema/value.ts";

/** The variables under which a terminal holds a GitHub token, by precedence: each of them may answer for `forge.token`. */
export const githubTokenNames = ["SLIPWAY_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"];

/** A secret of a guarded section: what it is for, and where it comes from. */
export interface GuardedSecret {
  /** The key that names it, as in `source.url`. */
  readonly key: string;
  readonly from: SecretValue;
}

/** The secrets that belong to source, target and forge alone: no app, check or command of a change may see them. */
export function guardedSecrets(config: Config): GuardedSecret[] {
  const target = config.target?.docker ?? config.target?.process;
  const kind = config.target?.docker ? "docker" : "process";
  return [
    guarded("source.url", config.source?.url),
    guarded(`target.${kind}.database`, target?.database),
    ...Object.entries(target?.env ?? {}).map(([name, value]) => guarded(`target.${kind}.env.${name}`, value)),
    guarded("forge.token", config.forge.token),
    ...githubTokenNames.map((name) => guarded("forge.token", { env: name })),
  ].filter((secret) => secret !== undefined);
}

/** The environment variables that hold such secrets: to be taken out of the environment of a change's own commands. */
export function guardedVariables(config: Config): string[] {
  return [...new Set(guardedSecrets(config).flatMap(({ from }) => ("env" in from ? [from.env] : [])))];
}

function guarded(key: string, from: Value | undefined): GuardedSecret | undefined {
  return from === undefined || typeof from === "string" ? undefined : { key, from };
}
