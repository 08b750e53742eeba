import type { SourceTree } from "./source-tree.ts";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const lockFiles: readonly [string, PackageManager][] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Node's package manager by `packageManager` of package.json, else by the lock file; the nearest of the trees says it. */
export async function packageManagerOf(trees: readonly SourceTree[]): Promise<PackageManager> {
  for (const tree of trees) {
    const { packageManager } = ((await tree.json("package.json")) ?? {}) as { packageManager?: unknown };
    const named = /^(npm|pnpm|yarn|bun)@/.exec(String(packageManager))?.[1] as PackageManager | undefined;
    const locked = lockFiles.find(([file]) => tree.has(file))?.[1];
    if (named ?? locked) return named ?? locked ?? "npm";
    if (tree.has("package-lock.json")) return "npm";
  }
  return "npm";
}

/** The command line that runs a script of package.json. */
export function scriptCommand(manager: PackageManager, script: string): string {
  return script === "test" && manager !== "bun" ? `${manager} test` : `${manager} run ${script}`;
}
