import { posix } from "node:path";
import type { Config } from "../config/schema/config.ts";
import { appCommand } from "../detect/app-command.ts";
import type { AppPlace } from "../detect/app-place.ts";
import { readPackageJson } from "../detect/package-json.ts";
import type { PackageManager } from "../detect/package-manager.ts";
import { partOf, readSourceTree, type SourceTree } from "../detect/source-tree.ts";
import { type Evidence, filesIn } from "./framework.ts";
import { frameworks } from "./frameworks/all.ts";
import { repositoryCommand } from "./migration-command.ts";
import type { FrameworkName, Migrations } from "./migrations.ts";

/** Whose migrations are looked for: the app's folder, and what runs its scripts. */
export interface MigratingApp {
  readonly place: Pick<AppPlace, "folder" | "commandFolder">;
  readonly manager: PackageManager;
}

const wholeRepository: MigratingApp = { place: { folder: ".", commandFolder: "." }, manager: "npm" };

/**
 * Finds out how an app changes its schema, from its files alone: nothing of it is run.
 * What slipway.json says comes first, then what the repository's own scripts say, then the tool's usual command.
 * @returns undefined where there are no migrations; paths are from the repository's root.
 */
export async function detectMigrations(
  treeDirectory: string,
  settings: Config["migrations"] = {},
  app: MigratingApp = wholeRepository,
): Promise<Migrations | undefined> {
  const { directory } = settings;
  const whole = await readSourceTree(treeDirectory);
  const found = await detectIn(whole, settings, app);
  if (found || directory !== undefined || app.place.folder === ".") return found;
  // Many monorepos keep the schema in a package of its own, which several apps share. Another app's is none of this one's.
  return detectIn(whole, settings, { ...wholeRepository, manager: app.manager }, isShared);
}

async function detectIn(
  whole: SourceTree,
  settings: NonNullable<Config["migrations"]>,
  app: MigratingApp,
  counts: (directory: string) => boolean = () => true,
): Promise<Migrations | undefined> {
  const { directory } = settings;
  // Migrations that lie outside of the app's folder are looked for as if the whole repository were the app.
  const isOutside = directory !== undefined && !posix.normalize(`${directory}/`).startsWith(`${app.place.folder}/`);
  const { place, manager } = isOutside ? { ...wholeRepository, manager: app.manager } : app;
  const tree = partOf(whole, place.folder);
  const inFolder = directory === undefined ? undefined : posix.relative(place.folder, directory) || ".";
  const evidence: Evidence = { tree, packageJson: await readPackageJson(tree), directory: inFolder };
  const found: Migrations[] = [];
  for (const framework of frameworks) {
    if (framework.name === "plain-sql" && (found.length > 0 || settings.command)) continue;
    const detected = await framework.detect(evidence);
    if (!detected || !counts(detected.directory)) continue;
    const fromRepository = await repositoryCommand(tree, evidence.packageJson, framework, manager);
    const own = framework.name === "plain-sql" ? undefined : (fromRepository ?? detected.command);
    const command = settings.command ?? (own && appCommand(place, own));
    const ledger = settings.ledger ? { ...detected.ledger, table: settings.ledger } : detected.ledger;
    const check = command === undefined ? undefined : framework.checkOf?.(command);
    const unlisted = detected.unlisted ? { check } : undefined;
    found.push({ ...detected, framework: framework.name, command, ledger, unlisted, others: [] });
  }
  const [first, ...others] = named(found, settings.command);
  const migrations = first
    ? { ...first, others: others.map(({ framework }) => framework) }
    : settings.command && onlyCommand(evidence, settings.command, settings.ledger);
  return migrations ? fromRoot(migrations, place.folder) : undefined;
}

function isShared(directory: string): boolean {
  return /^(packages|libs|shared|db|database|prisma)(\/|$)/.test(directory);
}

function fromRoot(migrations: Migrations, folder: string): Migrations {
  if (folder === ".") return migrations;
  const files = migrations.files.map((file) => ({ ...file, path: posix.join(folder, file.path) }));
  return { ...migrations, directory: posix.join(folder, migrations.directory), files };
}

/** Where a command was configured, the framework that it names comes first. */
function named(found: readonly Migrations[], command = ""): Migrations[] {
  const isNamed = (name: FrameworkName) => frameworks.find((one) => one.name === name)?.tool?.test(command) === true;
  return found.toSorted((a, b) => Number(isNamed(b.framework)) - Number(isNamed(a.framework)));
}

/** A tool that is not known: its files are what the directory holds, its ledger's column is found by its name. */
function onlyCommand({ tree, directory }: Evidence, command: string, ledger?: string): Migrations {
  const isListed = directory !== undefined && ledger !== undefined;
  const files = isListed ? filesIn(tree, directory, /^[^.]/) : [];
  return {
    framework: "command",
    directory: directory ?? ".",
    files: files.map((path) => ({ name: path.split("/").at(-1) ?? path, path })),
    command,
    ledger: ledger === undefined ? undefined : { table: ledger },
    unlisted: isListed ? undefined : {},
    others: [],
  };
}
