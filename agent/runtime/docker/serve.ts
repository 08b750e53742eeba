import type Docker from "dockerode";
import type { Work } from "../../work.ts";
import type { Owner, Served, ServeSpec } from "../runtime.ts";
import { type AppContainer, createApp, findApps } from "./app-container.ts";
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
  const claim = await parts.gateways.find(owner, route);
  return claim && currentOf(claim, await findApps(parts.docker, owner, route), route);
}

/** Brings a version up behind the gateway, moves the route to it, and retires what served before. */
export function serveApp(parts: ServeParts, spec: ServeSpec, work: Work): Promise<Served> {
  const { owner, route } = spec;
  return parts.exclusive(routeLock(owner, route), async () => {
    work.signal.throwIfAborted();
    try {
      return await parts.networks.hold(owner, async (names) => {
        const claim = await parts.gateways.claim(spec, names, work);
        const apps = await findApps(parts.docker, owner, route);
        const current = currentOf(claim, apps, route);
        if (current?.version === spec.version) return current;
        try {
          return await replace(parts, { spec, names, claim, apps, current }, work);
        } catch (error) {
          if (!current) await parts.gateways.release(owner, route, names.inside);
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
  readonly apps: readonly AppContainer[];
  readonly current: Served | undefined;
}

async function replace(parts: ServeParts, replacement: Replacement, work: Work): Promise<Served> {
  const { spec, names, claim, apps, current } = replacement;
  const { gateway, port } = claim;
  const others = apps.filter((app) => app.container.id !== current?.id);
  // One that runs beside the current one was left by an agent that was killed in the middle.
  for (const app of others) if (app.running) await removeContainer(app.container);
  const kept = others.find((app) => !app.running && app.version === spec.version);
  const next = kept ?? (await createApp(parts.docker, spec, names, `http://127.0.0.1:${port}`));
  try {
    await next.container.update({ RestartPolicy: { Name: "no" } });
    await startApp(next, gateway, port, spec, work);
    work.signal.throwIfAborted();
    await gateway.routes.point(port, next.target);
  } catch (error) {
    await removeContainer(next.container);
    throw error;
  }
  // From here on the route has moved: no cancel is heard any more.
  await next.container.update({ RestartPolicy: { Name: "unless-stopped" } });
  const old = apps.filter((app) => app.container.id !== next.container.id);
  if (current) work.progress("letting the old version finish");
  await retire(old, current?.id, gateway.container, { keep: spec.keep ?? 0, drainSeconds: parts.drainSeconds });
  await gateway.routes.settle(port, next.target);
  return servedOf(next, spec.route, port);
}

/** Ends a route with all that was kept for it. */
export function unserveApp(parts: ServeParts, owner: Owner, route: string): Promise<void> {
  return parts.exclusive(routeLock(owner, route), async () => {
    await parts.gateways.release(owner, route, networkNames(owner).inside);
    for (const { container } of await findApps(parts.docker, owner, route)) await removeContainer(container);
    await parts.networks.tidy(owner);
  });
}

function currentOf(claim: Claim, apps: readonly AppContainer[], route: string): Served | undefined {
  const app = apps.find((one) => one.target === claim.target && one.running);
  return app && servedOf(app, route, claim.port);
}

function servedOf(app: AppContainer, route: string, port: number): Served {
  const url = `http://127.0.0.1:${port}`;
  return { kind: "served", id: app.container.id, route, version: app.version, url, port };
}

function routeLock(owner: Owner, route: string): string {
  return `route ${owner.repo}/${owner.change ?? ""}/${route}`;
}
