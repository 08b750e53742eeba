import type { SourceTree } from "./source-tree.ts";

/** What a package.json says that is of use here. */
export interface PackageJson {
  readonly scripts: Readonly<Record<string, string>>;
  /** The names of all dependencies, those for development included. */
  readonly dependencies: ReadonlySet<string>;
  /** The names of those that are for development only. */
  readonly development: ReadonlySet<string>;
}

/** Reads a package.json; empty where there is none or it cannot be read. */
export async function readPackageJson(tree: SourceTree, path = "package.json"): Promise<PackageJson> {
  const content = record(await tree.json(path));
  const scripts = Object.entries(record(content.scripts)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const names = (kind: string) => Object.keys(record(content[kind]));
  const always = new Set([...names("dependencies"), ...names("optionalDependencies")]);
  const development = new Set(names("devDependencies").filter((name) => !always.has(name)));
  return { scripts: Object.fromEntries(scripts), dependencies: always.union(development), development };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
