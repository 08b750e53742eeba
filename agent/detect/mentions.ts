import { partVariable } from "./database-variables.ts";
import { portOf } from "./dockerfile.ts";
import type { SourceTree } from "./source-tree.ts";

/** What an app's sources name. */
export interface Mentions {
  readonly port: number | undefined;
  readonly health: string | undefined;
  /** The variables from which the database's URL is taken. */
  readonly urls: ReadonlySet<string>;
  /** Those from which its host, name, user … are taken. */
  readonly parts: ReadonlySet<string>;
}

const source =
  /(^|\/)(\.env\.(example|sample|template)|[^/]+\.([cm]?[jt]sx?|py|rb|go|java|kt|php|ex|exs|rs|toml|ya?ml|prisma))$/;
const test = /(^|\/)(tests?|specs?|__tests__|e2e|cypress)\/|[._-](test|spec)\.[^/]+$/;
const mostSources = 2000;

const healthPaths = [
  ...["/healthz", "/health", "/health/ready", "/readyz", "/healthcheck", "/health-check", "/_health"],
  ...["/api/health", "/api/healthz", "/health/live", "/livez"],
];
const routeFiles: readonly [RegExp, string][] = [
  [/(^|\/)(app|pages)\/api\/healthz(\/route)?\.[jt]sx?$/, "/api/healthz"],
  [/(^|\/)(app|pages)\/api\/health(\/route)?\.[jt]sx?$/, "/api/health"],
];
/** `/up` is short enough to be anything: it counts where it is compared or routed. */
const up = /(?:\b(?:get|route|all|use|path)\(|[=!]==?|\bcase)\s*["'`]\/up["'`]/;
/** Rails says `get "up" => …`, Django `path("healthz/", …)`: without the slash that the address begins with. */
const unslashed = /\b(?:get|path|re_path|url)\(?\s*r?["']\^?((?:up|healthz|health)\/?)\$?["']/g;
const urlVariable =
  /\b(DATABASE_URL|POSTGRES_URL|POSTGRESQL_URL|PG_URL|DB_URL|DATABASE_URI|SQLALCHEMY_DATABASE_URI|DATABASE_DSN)\b/g;
/** `PORT ?? 3000`, `PORT || 3000`, `getenv("PORT", "8000")`, `fetch("PORT") { 3000 }`. */
const portDefault = /\bPORT\b["'\])]*\s*(?:\?\?|\|\||,|\)?\s*\{)\s*["']?(\d{2,5})\b/;

/** Looks through the sources; what stands in tests does not count for port and health. */
export async function readMentions(tree: SourceTree): Promise<Mentions> {
  const paths = new Set(routeFiles.flatMap(([file, path]) => (tree.files.some((one) => file.test(one)) ? [path] : [])));
  const others: string[] = [];
  const urls = new Set<string>();
  const parts = new Set<string>();
  let port: number | undefined;
  for (const path of tree.files.filter((one) => source.test(one)).slice(0, mostSources)) {
    const text = (await tree.text(path)) ?? "";
    for (const [name] of text.matchAll(urlVariable)) urls.add(name);
    if (path.endsWith(".prisma")) for (const [, name = ""] of text.matchAll(/\benv\("(\w+)"\)/g)) urls.add(name);
    for (const [name] of text.matchAll(partVariable)) parts.add(name);
    if (test.test(path)) continue;
    for (const [, found = ""] of text.matchAll(/["'`](\/[\w/-]{1,30})\/?["'`]/g)) paths.add(found);
    for (const [, found = ""] of text.matchAll(unslashed)) others.push(`/${found}`);
    if (up.test(text)) others.push("/up");
    port ??= portOf(portDefault.exec(text)?.[1] ?? "");
  }
  return { port, health: healthPaths.find((path) => paths.has(path)) ?? others[0], urls, parts };
}
