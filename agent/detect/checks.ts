import type { Check } from "../config/schema/config.ts";
import type { PackageJson } from "./package-json.ts";
import { type PackageManager, scriptCommand } from "./package-manager.ts";
import { partOf, type SourceTree } from "./source-tree.ts";
import { workflowLines } from "./workflow-lines.ts";

export type FoundCheck = Pick<Check, "name" | "run" | "database">;

/**
 * What a command line checks, by the tool that it names. The first that fits says it. What asks a server (an audit of
 * dependencies) is none of them: checks have no way out.
 */
const kinds: readonly [name: string, tool: RegExp, database: Check["database"]][] = [
  ["types", /\b(typecheck|type-check|check:types|tsc|vue-tsc|mypy|pyright|steep check)\b/, "none"],
  [
    "lint",
    /\b(lint|eslint|biome|rubocop|ruff|flake8|golangci-lint|go vet|standardrb|credo|phpstan|prettier|black)\b/,
    "none",
  ],
  ["security", /\b(brakeman|bandit)\b/, "none"],
  ["system-tests", /\b(test:system|e2e|playwright|cypress)\b/, "clone"],
  ["tests", /\b(tests?|rspec|pytest|tox|vitest|jest|mix test|phpunit)\b/, "clone"],
];
const order = ["tests", "lint", "types", "security", "system-tests"];
const scriptNames: readonly (readonly string[])[] = [["test"], ["lint"], ["typecheck", "type-check", "check:types"]];

/**
 * The checks that an app has. What the workflows on GitHub run for pull requests is the best evidence, then the scripts
 * that most projects call their checks by, then what is usual for its language.
 * @param folder the app's, in the whole repository.
 */
export async function findChecks(
  whole: SourceTree,
  folder: string,
  packageJson: PackageJson,
  manager: PackageManager,
): Promise<FoundCheck[]> {
  const { scripts } = packageJson;
  const fromScripts = scriptNames.flatMap((names) => {
    // npm's placeholder for a missing test is none.
    const script = names.find((one) => scripts[one] !== undefined && !scripts[one].includes("no test specified"));
    return script === undefined ? [] : [scriptCommand(manager, script)];
  });
  const lines = [
    ...(await workflowLines(whole, folder, packageJson)),
    ...fromScripts,
    ...usualOf(partOf(whole, folder)),
  ];
  const found = lines.flatMap((line) => checkOf(line) ?? []);
  return order.flatMap((name) => found.find((one) => one.name === name) ?? []);
}

function checkOf(run: string): FoundCheck | undefined {
  const kind = kinds.find(([, tool]) => tool.test(run));
  return kind && { name: kind[0], run, database: kind[2] };
}

function usualOf(tree: SourceTree): string[] {
  const holds = (prefix: string) => tree.files.some((path) => path.startsWith(prefix));
  if (tree.has("bin/rails")) return [holds("spec/") ? "bundle exec rspec" : "bin/rails test"];
  if (tree.files.some((path) => /(^|\/)(conftest\.py|pytest\.ini)$/.test(path))) return ["pytest"];
  if (tree.has("manage.py")) return ["python manage.py test"];
  if (tree.has("go.mod")) return ["go test ./..."];
  if (tree.has("mix.exs")) return ["mix test"];
  return [];
}
