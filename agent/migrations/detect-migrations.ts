import type { Config } from "../config/schema/config.ts";
import { readPackageJson } from "../detect/package-json.ts";
import { readSourceTree } from "../detect/source-tree.ts";
import { type Evidence, filesIn } from "./framework.ts";
import { frameworks } from "./frameworks/all.ts";
import { repositoryCommand } from "./migration-command.ts";
import type { FrameworkName, Migrations } from "./migrations.ts";

/**
 * Finds out how a repository changes its schema, from its files alone: nothing of it is run.
 * What slipway.json says comes first, then what the repository's own scripts say, then the tool's usual command.
 * @returns undefined where there are no migrations.
 */
export async function detectMigrations(
  treeDirectory: string,
  settings: Config["migrations"] = {},
): Promise<Migrations | undefined> {
  const tree = await readSourceTree(treeDirectory);
  const evidence: Evidence = { tree, packageJson: await readPackageJson(tree), directory: settings.directory };
  const found: Migrations[] = [];
  for (const framework of frameworks) {
    if (framework.name === "plain-sql" && (found.length > 0 || settings.command)) continue;
    const detected = await framework.detect(evidence);
    if (!detected) continue;
    const fromRepository = await repositoryCommand(tree, evidence.packageJson, framework);
    const own = framework.name === "plain-sql" ? undefined : fromRepository;
    const command = settings.command ?? own ?? detected.command;
    const ledger = settings.ledger ? { ...detected.ledger, table: settings.ledger } : detected.ledger;
    found.push({ ...detected, framework: framework.name, command, ledger, others: [] });
  }
  const [first, ...others] = named(found, settings.command);
  if (first) return { ...first, others: others.map(({ framework }) => framework) };
  return settings.command === undefined ? undefined : onlyCommand(evidence, settings.command, settings.ledger);
}

/** Where a command was configured, the framework that it names comes first. */
function named(found: readonly Migrations[], command = ""): Migrations[] {
  const isNamed = (name: FrameworkName) => frameworks.find((one) => one.name === name)?.tool?.test(command) === true;
  return found.toSorted((a, b) => Number(isNamed(b.framework)) - Number(isNamed(a.framework)));
}

/** A tool that is not known: its files are what the directory holds, its ledger's column is found by its name. */
function onlyCommand({ tree, directory }: Evidence, command: string, ledger?: string): Migrations {
  const files = directory === undefined || ledger === undefined ? [] : filesIn(tree, directory, /^[^.]/);
  return {
    framework: "command",
    directory: directory ?? ".",
    files: files.map((path) => ({ name: path.split("/").at(-1) ?? path, path })),
    command,
    ledger: ledger === undefined ? undefined : { table: ledger },
    others: [],
  };
}
