import { portOf } from "./dockerfile.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { SourceTree } from "./source-tree.ts";

/** The port that a server takes when nobody says which, by what starts it. */
const servers: readonly [RegExp, number][] = [
  [/\b(uvicorn|gunicorn|fastapi|hypercorn|runserver)\b/, 8000],
  [/\bflask\b/, 5000],
  [/\b(rails|puma|next start)\b/, 3000],
];

/** The port that a start command names, or the usual one of the server that it names. */
export function commandPort({ command }: ImageFacts): number | undefined {
  const named = /(?:--port|--bind|-b|-p)["',=\s]+(?:[\w.[\]]*:)?(\d{2,5})\b/.exec(command)?.[1];
  return portOf(named ?? "") ?? servers.find(([server]) => server.test(command))?.[1];
}

/** The usual one of a framework. */
export function usualPort(tree: SourceTree): number | undefined {
  if (tree.has("bin/rails")) return 3000;
  if (tree.has("manage.py")) return 8000;
  return tree.has("mix.exs") ? 4000 : undefined;
}
