import { posix } from "node:path";
import type { Check } from "../config/schema/config.ts";
import { yamlOf } from "./compose.ts";
import { isRecord } from "./is-record.ts";
import type { PackageJson } from "./package-json.ts";
import { type PackageManager, scriptCommand } from "./package-manager.ts";
import { partOf, type SourceTree } from "./source-tree.ts";

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
/** Lines of a workflow that prepare something, or change it, or are more than one command: no checks. */
const preparation =
  /\b(npm|pnpm|yarn|bun|pip3?|poetry|bundle|uv|go|mix|composer|apt|apt-get) (ci|i|install|add|sync|get|mod|config)\b|\b(build|deploy|publish|push|login|db:\S+|migrate|curl|docker|echo|export|cd)\b|--(fix|write)\b|[`$\\<>]|&&|\|\||^(if|for|done|fi|then|else|exit|set)\b/;

const scriptNames: readonly (readonly string[])[] = [["test"], ["lint"], ["typecheck", "type-check", "check:types"]];

/**
 * The checks that an app has. What the workflows on GitHub run for pull requests is the best evidence, then the scripts
 * that most projects call their checks by, then what is usual for its language.
 * @param folder the app's, in the whole repository.
 */
export async function findChecks(
  whole: SourceTree,
  folder: string,
  { scripts }: PackageJson,
  manager: PackageManager,
): Promise<FoundCheck[]> {
  const fromScripts = scriptNames.flatMap((names) => {
    // npm's placeholder for a missing test is none.
    const script = names.find((one) => scripts[one] !== undefined && !scripts[one].includes("no test specified"));
    return script === undefined ? [] : [scriptCommand(manager, script)];
  });
  const lines = [...(await workflowLines(whole, folder, scripts)), ...fromScripts, ...usualOf(partOf(whole, folder))];
  const found = lines.flatMap((line) => checkOf(line) ?? []);
  return order.flatMap((name) => found.find((one) => one.name === name) ?? []);
}

function checkOf(run: string): FoundCheck | undefined {
  const kind = kinds.find(([, tool]) => tool.test(run));
  return kind && { name: kind[0], run, database: kind[2] };
}

/** What workflows run in the app's folder. In a monorepo, what they run at the root is about all of it. */
async function workflowLines(tree: SourceTree, folder: string, scripts: PackageJson["scripts"]): Promise<string[]> {
  const lines: string[] = [];
  for (const path of tree.files.filter((one) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(one))) {
    const workflow = yamlOf((await tree.text(path)) ?? "");
    if (!isRecord(workflow) || !/pull_request|push|workflow_call/.test(JSON.stringify(workflow.on ?? ""))) continue;
    for (const job of Object.values(isRecord(workflow.jobs) ? workflow.jobs : {}))
      for (const step of isRecord(job) && Array.isArray(job.steps) ? job.steps : [])
        if (isRecord(step) && typeof step.run === "string" && placeOf(job, step) === folder)
          lines.push(...step.run.split("\n").map((line) => line.trim()));
  }
  const exists = (line: string) => {
    const script = /^(?:npm|pnpm|yarn|bun)(?:\s+run)?\s+([\w:-]+)/.exec(line)?.[1];
    return script === undefined || scripts[script] !== undefined;
  };
  return lines.filter((line) => !preparation.test(line) && exists(line));
}

/** The directory in which a step runs. */
function placeOf(job: unknown, step: Record<string, unknown>): string {
  const { defaults } = isRecord(job) ? job : {};
  const usual = isRecord(defaults) && isRecord(defaults.run) ? defaults.run["working-directory"] : undefined;
  return posix.normalize(String(step["working-directory"] ?? usual ?? ".")).replace(/\/$/, "");
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
