import { serviceVariableName } from "../config/schema/names.ts";
import { interpolate, namesVariable } from "./interpolate.ts";
import { isRecord } from "./is-record.ts";

/** What slipway.json can say of a service that a compose file runs beside the app. */
export interface BackingService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface FoundService {
  readonly service: BackingService;
  /** The variables that it has in the compose file, and that slipway.json cannot give it: no value, or no fit name. */
  readonly open: readonly string[];
}

/**
 * Undefined where the service could not run from its image alone: it is built from the repository, or files of the
 * repository are mounted into it.
 * @param known what variables that image and command name are filled in with.
 */
export function backingService(
  { image: written, build, command, volumes, env_file: file, configs }: Record<string, unknown>,
  environment: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): FoundService | undefined {
  const mounts = Array.isArray(volumes) ? volumes : [];
  const takesFiles = file !== undefined || configs !== undefined || mounts.some(isOfMachine);
  const image = typeof written === "string" ? interpolate(written, known) : "$";
  if (image.includes("$") || build !== undefined || takesFiles) return undefined;
  const args = argumentsOf(command, known);
  if (args === "unknown") return undefined;
  const isFit = ([name, value]: [string, string]) => serviceVariableName.test(name) && !namesVariable(value);
  const env = [...environment].filter(isFit);
  return {
    service: { image, ...(args && { command: args }), ...(env.length > 0 && { env: Object.fromEntries(env) }) },
    open: [...environment].filter((one) => !isFit(one)).map(([name]) => name),
  };
}

/** `./redis.conf:/etc/redis.conf`, and not `data:/data`. */
function isOfMachine(volume: unknown): boolean {
  return isRecord(volume) ? volume.type === "bind" : /^[./~$]/.test(String(volume));
}

function argumentsOf(command: unknown, known: ReadonlyMap<string, string>): readonly string[] | undefined | "unknown" {
  if (command === undefined || command === null) return undefined;
  if (Array.isArray(command)) {
    const args = command.map((one) => interpolate(String(one), known));
    return args.some(namesVariable) ? "unknown" : args;
  }
  const line = typeof command === "string" ? interpolate(command, known) : "$";
  return /["'$\\]/.test(line) ? "unknown" : line.trim().split(/\s+/);
}
