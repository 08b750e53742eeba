import type { Check } from "../config/schema/config.ts";
import { serviceName } from "../config/schema/names.ts";
import { type ProposedEnvironment, proposeEnvironment } from "./app-environment.ts";
import { type AppPlace, findApp, otherApps, type PlaceSettings } from "./app-place.ts";
import type { BackingService, FoundService } from "./backing-service.ts";
import { findChecks } from "./checks.ts";
import { type ComposeFacts, type ComposeService, readCompose } from "./compose.ts";
import { databaseVariables } from "./database-variables.ts";
import { portOf } from "./dockerfile.ts";
import { readExampleEnvironment } from "./example-env.ts";
import { namesVariable } from "./interpolate.ts";
import { leadsTo } from "./leads-to.ts";
import { readMentions } from "./mentions.ts";
import type { Installed } from "./missing-tool.ts";
import { readPackageJson } from "./package-json.ts";
import { type PackageManager, packageManagerOf } from "./package-manager.ts";
import { placeCheck } from "./place-check.ts";
import { readProcfile } from "./procfile.ts";
import { readRequirements } from "./python-requirements.ts";
import { partOf, readSourceTree, type SourceTree } from "./source-tree.ts";
import { commandPort, usualPort } from "./usual-port.ts";

/** What a repository's files say about its app. What they do not say is undefined. */
export interface DetectedApp {
  readonly place: AppPlace;
  readonly port: number | undefined;
  readonly health: string | undefined;
  /** In the order of their usual names, and each with the tool that the image does not have, if there is one. */
  readonly checks: readonly (Check & { readonly missing?: string | undefined })[];
  /** The variables from which the app takes its database's URL. */
  readonly database: readonly string[];
  /** The variables that take another kind of URL, or its host, name …, with what `app.env` gives them. */
  readonly databaseParts: Readonly<Record<string, string>>;
  readonly environment: ProposedEnvironment;
  /** The processes that a Procfile names, with their command lines. */
  readonly processes: Readonly<Record<string, string>>;
  /** The services that a compose file has run for the app, without its database, by their host names. */
  readonly services: Readonly<Record<string, BackingService>>;
  /** What of their variables slipway.json cannot give them: `queue.PASSWORD`. */
  readonly openServiceVariables: readonly string[];
  /** The other ones that it runs. */
  readonly beside: readonly string[];
  /** Folders that look like apps of their own, where the root holds none. */
  readonly otherApps: readonly string[];
  /** What the scripts of its package.json are run with in the image. */
  readonly manager: PackageManager;
  /** What can be run in the image. */
  readonly installed: Installed;
}

/**
 * Looks at a repository's files; nothing of it is run.
 * @param settings where slipway.json lies, and what it says about the image; by default at the root, and nothing.
 */
export async function detectApp(
  treeDirectory: string,
  settings: PlaceSettings = { config: "slipway.json" },
): Promise<DetectedApp> {
  const whole = await readSourceTree(treeDirectory);
  const composed = [await readCompose(whole, "."), await readComposeBeside(whole, settings)];
  const apps = composed.flatMap((one) => one.apps);
  const place = await findApp(whole, settings, apps);
  const tree = partOf(whole, place.folder);
  const service = apps.find((one) => one.dockerfile === fromRoot(place)) ?? apps[0];
  const [mentions, example, packageJson, requirements] = await Promise.all([
    readMentions(tree),
    readExampleEnvironment([tree, whole]),
    readPackageJson(tree),
    readRequirements(tree, place),
  ]);
  const installed = { image: place.image, packageJson, requirements };
  const manager = usable(await packageManagerOf([tree, whole]), place);
  // Compose mostly hands on what the example names: where it has no value of its own, the example's counts.
  const composedValues = [...(service?.environment ?? [])].filter(
    ([name, value]) => !(value === "" || namesVariable(value)) || !example.has(name),
  );
  const given = new Map([...example, ...composedValues]);
  const port =
    place.facts.port ??
    service?.port ??
    commandPort(place.image) ??
    portOf(example.get("PORT") ?? "") ??
    mentions.port ??
    usualPort(tree);
  const { urls, parts } = databaseVariables(mentions, given);
  const needed = neededServices(composed, service, given);
  const beside = [...new Set(composed.flatMap((one) => [...one.beside.keys()]))].filter((name) => !needed.has(name));
  const known = new Set([...urls, ...Object.keys(parts), ...place.image.variables.keys()]);
  return {
    place,
    port,
    health: place.facts.health ?? service?.health ?? mentions.health,
    checks: (await findChecks(whole, place.folder, packageJson, manager)).map((check) => ({
      ...placeCheck(check, place, installed),
      fast: check.name !== "system-tests",
    })),
    database: urls,
    databaseParts: parts,
    environment: proposeEnvironment(given, { given: known, port, beside, services: [...needed.keys()] }),
    processes: await readProcfile(tree),
    services: Object.fromEntries([...needed].map(([name, { service }]) => [name, service])),
    openServiceVariables: [...needed].flatMap(([name, { open }]) => open.map((variable) => `${name}.${variable}`)),
    beside,
    otherApps: place.dockerfile === undefined && place.folder === "." ? otherApps(whole) : [],
    manager,
    installed,
  };
}

/** A proxy or a monitor runs beside the app too: it needs those that it waits for, and those whose names it is given. */
function neededServices(
  composed: readonly ComposeFacts[],
  app: ComposeService | undefined,
  given: ReadonlyMap<string, string>,
): Map<string, FoundService> {
  const values = [...given.values()];
  const found = composed.flatMap(({ beside }) => [...beside]);
  const isNeeded = (name: string) => app?.dependsOn.includes(name) || values.some((value) => leadsTo(value, name));
  return new Map(
    found.flatMap(([name, service]) => (service && serviceName.test(name) && isNeeded(name) ? [[name, service]] : [])),
  );
}

async function readComposeBeside(tree: SourceTree, { config }: PlaceSettings) {
  const folder = config.includes("/") ? config.slice(0, config.lastIndexOf("/")) : undefined;
  return folder === undefined ? { apps: [], beside: new Map() } : readCompose(tree, folder);
}

function fromRoot({ context, dockerfile }: AppPlace): string | undefined {
  return dockerfile === undefined || context === "." ? dockerfile : `${context}/${dockerfile}`;
}

/** Scripts are run in the image, and npm is in every image of Node, another manager only where it was installed. */
function usable(manager: PackageManager, { dockerfile, image }: AppPlace): PackageManager {
  return dockerfile === undefined || image.managers.has(manager) ? manager : "npm";
}
