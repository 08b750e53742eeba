import { posix } from "node:path";
import { yamlOf } from "./compose.ts";
import { isRecord } from "./is-record.ts";
import type { PackageJson } from "./package-json.ts";
import { shellLines } from "./shell-lines.ts";
import type { SourceTree } from "./source-tree.ts";

/** Lines of a workflow that prepare something, or change it, or are more than one command. */
const preparation: readonly RegExp[] = [
  /\b(npm|pnpm|yarn|bun|pip3?|poetry|bundle|uv|go|mix|composer|apt|apt-get) (ci|i|install|add|sync|get|mod|config)\b/,
  /\b(gem|pipx|cargo|brew) install\b/,
  /\b(playwright|cypress)(@\S+)? (install|install-deps|verify|merge-reports)\b/,
  /\b(build|deploy|publish|push|login|db:\S+|migrate|curl|docker|echo|export|cd)\b|--(fix|write)\b/,
  /[`$\\<>]|&&|\|\||^(if|for|done|fi|then|else|exit|set)\b/,
  // They name tests by their files and databases: `cp .env.test .env`, `createdb app_test`.
  /^(sudo|cp|mv|rm|mkdir|touch|cat|ls|chmod|sleep|git|source|psql|createdb)\s/,
];

/**
 * What the workflows on GitHub run for pull requests in an app's folder, without what only prepares it. In a monorepo,
 * what they run at the root is about all of it.
 */
export async function workflowLines(
  tree: SourceTree,
  folder: string,
  { scripts, dependencies }: PackageJson,
): Promise<string[]> {
  const lines: string[] = [];
  for (const path of tree.files.filter((one) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(one))) {
    const workflow = yamlOf((await tree.text(path)) ?? "");
    if (!isRecord(workflow) || !/pull_request|push|workflow_call/.test(JSON.stringify(workflow.on ?? ""))) continue;
    for (const job of Object.values(isRecord(workflow.jobs) ? workflow.jobs : {}))
      for (const step of isRecord(job) && Array.isArray(job.steps) ? job.steps : [])
        if (isRecord(step) && typeof step.run === "string" && placeOf(job, step) === folder)
          lines.push(...shellLines(step.run));
  }
  // pnpm and yarn run a dependency's program like a script: `yarn playwright test`.
  const isProgram = (name: string) =>
    name === "exec" || dependencies.has(name) || [...dependencies].some((one) => one.startsWith(`@${name}/`));
  const exists = (line: string) => {
    const [, manager, name] = /^(npm|pnpm|yarn|bun)(?:\s+run)?\s+([\w:-]+)/.exec(line) ?? [];
    return (
      name === undefined || scripts[name] !== undefined || (/^(pnpm|yarn)$/.test(manager ?? "") && isProgram(name))
    );
  };
  return lines.filter((line) => !preparation.some((one) => one.test(line)) && exists(line));
}

/** The directory in which a step runs. */
function placeOf(job: unknown, step: Record<string, unknown>): string {
  const { defaults } = isRecord(job) ? job : {};
  const usual = isRecord(defaults) && isRecord(defaults.run) ? defaults.run["working-directory"] : undefined;
  return posix.normalize(String(step["working-directory"] ?? usual ?? ".")).replace(/\/$/, "");
}
