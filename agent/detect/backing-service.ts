import { isRecord } from "./is-record.ts";

/** What slipway.json can say of a service that a compose file runs beside the app. */
export interface BackingService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Undefined where the service could not run from its image alone: it is built from the repository, or files of the
 * repository are mounted into it.
 */
export function backingService(
  { image, build, command, volumes, env_file: file, configs }: Record<string, unknown>,
  environment: ReadonlyMap<string, string>,
): BackingService | undefined {
  const mounts = Array.isArray(volumes) ? volumes : [];
  const takesFiles = file !== undefined || configs !== undefined || mounts.some(isOfMachine);
  if (typeof image !== "string" || image.includes("$") || build !== undefined || takesFiles) return undefined;
  const args = argumentsOf(command);
  if (args === "unknown") return undefined;
  return {
    image,
    ...(args && { command: args }),
    ...(environment.size > 0 && { env: Object.fromEntries(environment) }),
  };
}

/** `./redis.conf:/etc/redis.conf`, and not `data:/data`. */
function isOfMachine(volume: unknown): boolean {
  return isRecord(volume) ? volume.type === "bind" : /^[./~$]/.test(String(volume));
}

function argumentsOf(command: unknown): readonly string[] | undefined | "unknown" {
  if (command === undefined || command === null) return undefined;
  if (Array.isArray(command)) return command.map(String);
  return typeof command === "string" && !/["'$\\]/.test(command) ? command.trim().split(/\s+/) : "unknown";
}
