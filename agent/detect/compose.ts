import { posix } from "node:path";
import { parse } from "yaml";
import { backingService, type FoundService } from "./backing-service.ts";
import { portOf } from "./dockerfile.ts";
import { readExampleEnvironment } from "./example-env.ts";
import { interpolate } from "./interpolate.ts";
import { isRecord } from "./is-record.ts";
import { partOf, type SourceTree } from "./source-tree.ts";

/** A service of a compose file that is built from the repository, or that is given a database. */
export interface ComposeService {
  /** The directory that is built, from the tree's root; undefined where a finished image is taken. */
  readonly context: string | undefined;
  /** From the tree's root. */
  readonly dockerfile: string | undefined;
  readonly port: number | undefined;
  readonly health: string | undefined;
  readonly environment: ReadonlyMap<string, string>;
  /** The names of the services that are started before it. */
  readonly dependsOn: readonly string[];
}

export interface ComposeFacts {
  readonly apps: readonly ComposeService[];
  /**
   * Those that run beside the app by name, with what it takes to run them; but for databases, which Slipway brings, and
   * tools to look into them.
   */
  readonly beside: ReadonlyMap<string, FoundService | undefined>;
}

const brought = /postgres|postgis|timescale|pgvector|supabase|adminer|pgadmin|pgbouncer/;
const fileNames = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Reads the compose file of a folder, where there is one that can be read. The variables that it names have the values
 * that the example of an .env file gives them.
 */
export async function readCompose(tree: SourceTree, folder: string): Promise<ComposeFacts> {
  const file = fileNames.map((name) => posix.join(folder, name)).find((path) => tree.has(path));
  const content = file === undefined ? undefined : yamlOf((await tree.text(file)) ?? "");
  const services = isRecord(content) && isRecord(content.services) ? Object.entries(content.services) : [];
  const known = await readExampleEnvironment([partOf(tree, folder), tree]);
  const apps: ComposeService[] = [];
  const beside = new Map<string, FoundService | undefined>();
  for (const [name, service] of services) {
    const read = isRecord(service) ? readService(service, folder, known) : undefined;
    if (read) apps.push(read);
    else if (isRecord(service) && !brought.test(String(service.image)))
      beside.set(name, backingService(service, environmentOf(service.environment, known), known));
  }
  return { apps, beside };
}

/** What YAML holds; undefined where it is none. */
export function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function readService(
  service: Record<string, unknown>,
  folder: string,
  known: ReadonlyMap<string, string>,
): ComposeService | undefined {
  const environment = environmentOf(service.environment, known);
  const isGivenDatabase = [...environment.values()].some((value) => /^postgres\w*:\/\//.test(value));
  if (typeof service.build !== "string" && !isRecord(service.build) && !isGivenDatabase) return undefined;
  return {
    ...buildOf(service.build, folder),
    port: [service.ports, service.expose].map(portIn).find((port) => port !== undefined),
    health: healthOf(service.healthcheck),
    environment,
    dependsOn: Array.isArray(service.depends_on)
      ? service.depends_on.map(String)
      : Object.keys(isRecord(service.depends_on) ? service.depends_on : {}),
  };
}

function buildOf(build: unknown, folder: string): Pick<ComposeService, "context" | "dockerfile"> {
  if (typeof build !== "string" && !isRecord(build)) return { context: undefined, dockerfile: undefined };
  const settings = isRecord(build) ? build : { context: build };
  const context = posix.join(folder, typeof settings.context === "string" ? settings.context : ".");
  const dockerfile = typeof settings.dockerfile === "string" ? settings.dockerfile : "Dockerfile";
  return { context: context.replace(/(?<=.)\/$/, ""), dockerfile: posix.join(context, dockerfile) };
}

/** The container's port of the first entry: `8080:3000`, `127.0.0.1:8080:3000/tcp`, `{ target: 3000 }`, `3000`. */
function portIn(ports: unknown): number | undefined {
  const [first] = Array.isArray(ports) ? ports : [];
  const port = isRecord(first) ? first.target : first;
  return portOf(/(\d+)(\/\w+)?$/.exec(String(port ?? ""))?.[1] ?? "");
}

function healthOf(healthcheck: unknown): string | undefined {
  const test = isRecord(healthcheck) ? [healthcheck.test].flat().join(" ") : "";
  return /https?:\/\/[^/\s"']+(\/[^\s"'|;)]*)/.exec(test)?.[1];
}

/** A name without a value is handed on, like `NAME: ${NAME}`. */
function environmentOf(environment: unknown, known: ReadonlyMap<string, string>): Map<string, string> {
  const lines = Array.isArray(environment)
    ? environment.map((line) => String(line).split(/=(.*)/s, 2))
    : Object.entries(isRecord(environment) ? environment : {});
  return new Map(
    lines.map(([name, value]) => [
      String(name),
      interpolate(braced(value === undefined || value === null ? `$${name}` : String(value)), known),
    ]),
  );
}

/** `$NAME` and `${NAME}` are the same to compose. */
function braced(value: string): string {
  return value.replace(/(?<!\$)\$([A-Za-z_]\w*)/g, (_, name) => `\${${name}}`);
}
