import type { Check } from "../config/schema/config.ts";
import { type DockerfileFacts, readDockerfile } from "./dockerfile.ts";
import { type PackageJson, readPackageJson } from "./package-json.ts";
import { readSourceTree, type SourceTree } from "./source-tree.ts";

/** What a repository's files say about its app. What they do not say is undefined. */
export interface DetectedApp {
  /** From the tree's root. */
  readonly dockerfile: string | undefined;
  readonly port: number | undefined;
  readonly health: string | undefined;
  readonly checks: readonly Check[];
  /** The variables from which the app takes its database's URL. */
  readonly database: readonly string[];
}

/** Looks at a repository's files; nothing of it is run. */
export async function detectApp(treeDirectory: string): Promise<DetectedApp> {
  const tree = await readSourceTree(treeDirectory);
  const dockerfile = ["Dockerfile", "docker/Dockerfile", "Containerfile"].find((path) => tree.has(path));
  const text = dockerfile === undefined ? undefined : await tree.text(dockerfile);
  const facts: DockerfileFacts = text === undefined ? noDockerfile : readDockerfile(text);
  const mentions = await readMentions(tree);
  return {
    dockerfile,
    port: facts.port,
    health: facts.health ?? healthPaths.find((path) => mentions.paths.has(path)),
    checks: checksOf(await readPackageJson(tree)),
    database: [...mentions.variables].sort(),
  };
}

const noDockerfile: DockerfileFacts = { port: undefined, health: undefined, stages: [] };
const healthPaths = ["/up", "/healthz", "/health"];
const source =
  /(^|\/)(\.env\.(example|sample|template)|[^/]+\.([cm]?[jt]sx?|py|rb|go|java|kt|php|ex|exs|rs|toml|ya?ml|prisma))$/;
const mostSources = 2000;

/** The health paths and the database variables that the sources name. */
async function readMentions(tree: SourceTree): Promise<{ paths: Set<string>; variables: Set<string> }> {
  const paths = new Set<string>();
  const variables = new Set<string>();
  for (const path of tree.files.filter((one) => source.test(one)).slice(0, mostSources)) {
    const text = (await tree.text(path)) ?? "";
    for (const [, found = ""] of text.matchAll(/["'`](\/(?:up|healthz|health))["'`]/g)) paths.add(found);
    for (const [found] of text.matchAll(/\b(DATABASE_URL|POSTGRES_URL|PG_URL|SQLALCHEMY_DATABASE_URI)\b/g))
      variables.add(found);
  }
  return { paths, variables };
}

/** The scripts that most projects call their checks by. npm's placeholder for a missing test is none. */
function checksOf({ scripts }: PackageJson): Check[] {
  const check = (name: string, script: string, database: Check["database"]): Check[] => {
    const line = scripts[script];
    const exists = line !== undefined && !line.includes("no test specified");
    return exists ? [{ name, run: script === "test" ? "npm test" : `npm run ${script}`, fast: true, database }] : [];
  };
  return [...check("tests", "test", "clone"), ...check("lint", "lint", "none"), ...check("types", "typecheck", "none")];
}
