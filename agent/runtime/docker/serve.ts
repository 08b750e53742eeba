import type Docker from "dockerode";
import type { Work } from "../../work.ts";
import type { AppOutput, Owner, RouteSpec, Served, ServeSpec } from "../runtime.ts";
import { type AppContainer, createApp, findApps, servesAsWanted } from "./app-container.ts";
import { readAppOutput } from "./app-output.ts";
import type { Claim, Gateways } from "./gateway/gateway.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { type NetworkNames, type Networks, networkNames } from "./networks.ts";
import { removeContainer } from "./remove-container.ts";
import { retire } from "./retire.ts";
import { startApp } from "./start-app.ts";

export interface ServeParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  readonly gateways: Gateways;
  readonly drainSeconds: number;
}

/** What serves a route now: the app that the gateway leads to, if it runs. */
export async function findServed(parts: ServeParts, owner: Owner, route: string): Promise<Served | undefined> {
  const found = await findCurrent(parts, owner, route);
  return found && servedOf(found.app, route, found.claim.port);
}

/** What the app that serves a route has printed, see Workloads. */
export async function servedOutput(
  parts: ServeParts,
  owner: Owner,
  route: string,
  after: string | undefined,
): Promise<AppOutput | undefined> {
  const found = await findCurrent(parts, owner, route);
  return found && readAppOutput(found.app.container, after);
}

/** Claims the fixed port of a route that does not have it yet, and frees it again. */
export function checkPort(parts: ServeParts, spec: RouteSpec, work: Work): Promise<void> {
  const { owner, route, fixedPort } = spec;
  return parts.exclusive(routeLock(owner, route), async () => {
    if ((await parts.gateways.find(owner, route))?.port === fixedPort) return;
    try {
      await parts.networks.hold(owner, async (names) => {
        const { port, target } = await parts.gateways.claim(spec, names, work);
        if (target === undefined) await parts.gateways.release(owner, route, names.inside, port);
      });
    } finally {
      await parts.networks.tidy(owner);
    }
  });
}

/** Brings a version up behind the gateway, moves the route to it, and retires what served before. */
export function serveApp(parts: ServeParts, spec: ServeSpec, work: Work): Promise<Served> {
  const { owner, route } = spec;
  return parts.exclusive(routeLock(owner, route), async () => {
    work.signal.throwIfAborted();
    try {
      return await parts.networks.hold(owner, async (names) => {
        const claim = await parts.gateways.claim(spec, names, work);
        // Until now it may be served at another port.
        const before = claim.target === undefined ? ((await parts.gateways.find(owner, route)) ?? claim) : claim;
        const apps = await findApps(parts.docker, owner, route);
        const current = currentOf(before, apps);
        const url = `http://127.0.0.1:${claim.port}`;
        if (current && (await servesAsWanted(parts.docker, current, spec, url))) {
          await finish(parts, { spec, before, apps }, current, undefined);
          return servedOf(current, route, claim.port);
        }
        try {
          const served = await replace(parts, { spec, names, claim, before, apps, current, url }, work);
          if (before.port !== claim.port) await parts.gateways.release(owner, route, names.inside, before.port);
          return served;
        } catch (error) {
          if (claim.target === undefined) await parts.gateways.release(owner, route, names.inside, claim.port);
          throw error;
        }
      });
    } catch (error) {
      await parts.networks.tidy(owner);
      throw error;
    }
  });
}

interface Replacement {
  readonly spec: ServeSpec;
  readonly names: NetworkNames;
  readonly claim: Claim;
  /** Where the route was until now: the same, unless it moves to another port. */
  readonly before: Claim;
  readonly apps: readonly AppContainer[];
  readonly current: AppContainer | undefined;
  readonly url: string;
}

async function replace(parts: ServeParts, replacement: Replacement, work: Work): Promise<Served> {
  const { spec, names, claim, before, apps, current, url } = replacement;
  const { gateway, port } = claim;
  const others = apps.filter((app) => app !== current);
  // One that runs beside the current one was left by an agent that was killed in the middle.
  for (const app of others) if (app.running) await removeContainer(app.container);
  const next = (await findKept(parts, others, spec, url)) ?? (await createApp(parts.docker, spec, names, url));
  try {
    await next.container.update({ RestartPolicy: { Name: "no" } });
    await startApp(next, gateway, port, spec, work);
    work.signal.throwIfAborted();
    for (const place of new Set([claim, before])) await place.gateway.routes.point(place.port, next.target);
  } catch (error) {
    await removeContainer(next.container);
    throw error;
  }
  // From here on the route has moved: no cancel is heard any more.
  if (current) work.progress("letting the old version finish");
  await finish(parts, { spec, before, apps }, next, current);
  await gateway.routes.settle(port, next.target);
  return servedOf(next, spec.route, port);
}

/**
 * What is left to do when the route leads to `serving`. An agent that was killed in the middle of it has left an old
 * version running beside: then that is made up for.
 */
async function finish(
  parts: ServeParts,
  { spec, before, apps }: Pick<Replacement, "spec" | "before" | "apps">,
  serving: AppContainer,
  previous: AppContainer | undefined,
): Promise<void> {
  await serving.container.update({ RestartPolicy: { Name: "unless-stopped" } });
  const old = apps.filter((app) => app.container.id !== serving.container.id);
  await retire(old, previous?.container.id, before.gateway.container, {
    version: spec.version,
    keep: spec.keep ?? 0,
    drainSeconds: parts.drainSeconds,
  });
}

/** One that is ready to serve this version again. */
async function findKept(
  { docker }: ServeParts,
  apps: readonly AppContainer[],
  spec: ServeSpec,
  url: string,
): Promise<AppContainer | undefined> {
  for (const app of apps) if (!app.running && (await servesAsWanted(docker, app, spec, url))) return app;
  return undefined;
}

/** Ends a route with all that was kept for it. */
export function unserveApp(parts: ServeParts, owner: Owner, route: string): Promise<void> {
  return parts.exclusive(routeLock(owner, route), async () => {
    await parts.gateways.release(owner, route, networkNames(owner).inside);
    for (const { container } of await findApps(parts.docker, owner, route)) await removeContainer(container);
    await parts.networks.tidy(owner);
  });
}

async function findCurrent(parts: ServeParts, owner: Owner, route: string) {
  const claim = await parts.gateways.find(owner, route);
  const app = claim && currentOf(claim, await findApps(parts.docker, owner, route));
  return app && { claim, app };
}

function currentOf(claim: Claim, apps: readonly AppContainer[]): AppContainer | undefined {
  return apps.find((one) => one.target === claim.target && one.running);
}

function servedOf(app: AppContainer, route: string, port: number): Served {
  const url = `http://127.0.0.1:${port}`;
  return { kind: "served", id: app.container.id, route, version: app.version, url, port };
}

function routeLock(owner: Owner, route: string): string {
  return `route ${owner.repo}/${owner.change ?? ""}/${route}`;
}
