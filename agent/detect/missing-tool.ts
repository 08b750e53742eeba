import type { PackageJson } from "./package-json.ts";

/** Programs that have another name than the package that brings them. */
const packages: Readonly<Record<string, string>> = {
  tsc: "typescript",
  biome: "@biomejs/biome",
  playwright: "@playwright/test",
};

/**
 * The development dependency that a script's command line needs, or undefined: an image that leaves those out cannot
 * run it. Scripts that it runs in turn are followed.
 */
export function developmentTool(line: string, { scripts, development }: PackageJson, depth = 0): string | undefined {
  for (const word of line.split(/[\s;&|()]+/).map((one) => one.replace(/^.*\/\.bin\//, ""))) {
    const name = packages[word] ?? word;
    if (development.has(name)) return name;
  }
  if (depth > 3) return undefined;
  const called = [...line.matchAll(/\b(?:npm|pnpm|yarn|bun)(?:\s+run)?\s+([\w:-]+)/g)].map(([, script = ""]) => script);
  return called
    .flatMap((script) => (scripts[script] === undefined ? [] : [scripts[script]]))
    .map((script) => developmentTool(script, { scripts, development } as PackageJson, depth + 1))
    .find((tool) => tool !== undefined);
}
