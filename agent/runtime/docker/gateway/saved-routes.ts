import type Docker from "dockerode";
import { listArchive } from "../list-archive.ts";
import { ROUTES } from "./config.ts";

/** A route as the files of a gateway say that does not run. */
export interface SavedRoute {
  readonly port: number;
  readonly holder: string;
  readonly hosts: readonly string[];
  readonly target: string | undefined;
}

/** The routes of a gateway that cannot be asked because it does not run. */
export async function savedRoutes(container: Docker.Container): Promise<SavedRoute[]> {
  const entries = await listArchive(await container.getArchive({ path: ROUTES }));
  const files = entries
    .sort((a, b) => b.at - a.at)
    .map(({ name }) => name.replace(/\/$/, "").split("/").slice(1))
    .filter(([, , file]) => file !== undefined)
    .map(([port = "", kind, file = ""]) => ({ port: Number(port), kind, file }));
  return [...new Set(files.map(({ port }) => port))].flatMap((port): SavedRoute[] => {
    const named = (kind: string) =>
      files.filter((one) => one.port === port && one.kind === kind).map((one) => one.file);
    const [holder] = named("for");
    return holder === undefined ? [] : [{ port, holder, hosts: named("hosts"), target: named("to")[0] }];
  });
}

/**
 * The routes for a gateway with these ports: one whose port is not among them gets one that is free, for at another
 * number it can be reached, and without a route it cannot.
 */
export function fitRoutes(routes: readonly SavedRoute[], ports: readonly number[]): SavedRoute[] {
  const free = ports.filter((port) => !routes.some((route) => route.port === port));
  return routes.flatMap((route) => {
    const port = ports.includes(route.port) ? route.port : free.shift();
    return port === undefined ? [] : [{ ...route, port }];
  });
}

/** The files that say the same in another gateway. */
export function routeFiles(routes: readonly SavedRoute[]): Record<string, string> {
  const names = routes.flatMap(({ port, holder, hosts, target }) => [
    `${port}/for/${holder}`,
    ...hosts.map((host) => `${port}/hosts/${host}`),
    ...(target === undefined ? [] : [`${port}/to/${target}`]),
  ]);
  return Object.fromEntries(names.map((name) => [`${ROUTES}/${name}`, ""]));
}
