import type { Route } from "./answers.ts";
import { routes } from "./routes.ts";

export interface Match {
  route: Route;
  path: Record<string, string>;
}

const patterns = routes.map((route) => {
  const [method = "", template = ""] = route.route.split(" ");
  return { route, method, expression: new RegExp(`^${template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`) };
});

/** The route of a path (below /api/v3, still percent-encoded). */
export function matchRoute(method: string, path: string): Match | undefined {
  for (const pattern of patterns) {
    const match = pattern.method === method ? pattern.expression.exec(path) : null;
    if (match) return { route: pattern.route, path: decoded(match.groups ?? {}) };
  }
  return undefined;
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}
