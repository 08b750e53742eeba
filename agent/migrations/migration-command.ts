import type { PackageJson } from "../detect/package-json.ts";
import { type PackageManager, scriptCommand } from "../detect/package-manager.ts";
import type { SourceTree } from "../detect/source-tree.ts";
import type { Framework } from "./framework.ts";

/** Names under which a package.json keeps the script that applies migrations, the surest first. */
const scriptNames = [
  "migrate:deploy",
  "migrate:latest",
  "migrate:up",
  "migrate",
  "db:migrate:deploy",
  "db:migrate",
  "migrations:run",
  "migration:run",
];

/**
 * What the repository itself says applies its migrations: Procfile's `release`, app.json's `postdeploy`, a script of
 * package.json. A script that calls the tool for something else (`knex migrate:make`) does not count.
 */
export async function repositoryCommand(
  tree: SourceTree,
  { scripts }: PackageJson,
  { tool, applies }: Pick<Framework, "tool" | "applies">,
  manager: PackageManager,
): Promise<string | undefined> {
  const isApplying = (line: string) => !tool?.test(line) || applies?.test(line) === true;
  const release = /^release:\s*(.+)$/m.exec((await tree.text("Procfile")) ?? "")?.[1]?.trim();
  if (release && applies?.test(release)) return release;
  const postdeploy = postdeployOf(await tree.json("app.json"));
  if (postdeploy && applies?.test(postdeploy)) return postdeploy;
  const script = scriptNames.find((name) => scripts[name] !== undefined && isApplying(scripts[name]));
  return script === undefined ? undefined : scriptCommand(manager, script);
}

function postdeployOf(appJson: unknown): string | undefined {
  const { scripts } = (appJson ?? {}) as { scripts?: { postdeploy?: unknown } };
  return typeof scripts?.postdeploy === "string" ? scripts.postdeploy : undefined;
}
