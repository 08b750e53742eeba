import { createHash } from "node:crypto";
import { join } from "node:path";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { AppOutput, Owner, RouteSpec, Served, ServeSpec } from "../runtime.ts";
import { artifactCommand, treeOf } from "./artifact-command.ts";
import { Backend } from "./backend.ts";
import { childEnvironment } from "./child-environment.ts";
import { freePort, portOf } from "./free-port.ts";
import { Gateway } from "./gateway.ts";
import { waitUntilHealthy } from "./health.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { ownerPath, type Places, segment } from "./places.ts";
import { readRecord } from "./record.ts";
import type { Workloads } from "./workloads.ts";

interface Route {
  readonly gateway: Gateway;
  current: Backend;
  /** Retired versions that are ready to serve again, the latest first. */
  kept: Backend[];
}

/** Apps behind their addresses. They live as long as the agent; a route's port is remembered beyond. */
export class Serving {
  readonly #places: Places;
  readonly #workloads: Workloads;
  readonly #env: NodeJS.ProcessEnv;
  readonly #routes = new Map<string, Route>();
  readonly #changing = new OneAtATime();

  constructor(places: Places, workloads: Workloads, env: NodeJS.ProcessEnv) {
    this.#places = places;
    this.#workloads = workloads;
    this.#env = env;
  }

  serve(spec: ServeSpec, work: Work): Promise<Served> {
    const key = routeKey(spec.owner, spec.route);
    return this.#changing.run(key, async () => {
      work.signal.throwIfAborted();
      const route = this.#routes.get(key);
      const stays = route && hasPort(route, spec);
      const isWanted = stays ? await this.#wanted(spec, route.gateway.url) : () => false;
      if (stays && isWanted(route.current)) return served(spec.route, route);
      const gateway = stays ? route.gateway : await this.#open(key, spec);
      try {
        // What is kept knows the address that it had.
        const kept = stays ? route.kept.find(isWanted) : undefined;
        if (kept) await waitUntilHealthy(spec, kept.group, kept.port, work.signal);
        const next = kept ?? (await this.#start(spec, gateway.url, work));
        return served(spec.route, await this.#switch(key, route, gateway, next, spec));
      } catch (error) {
        if (!stays) await gateway.close();
        throw error;
      }
    });
  }

  /** Takes the fixed port of a route that does not have it yet, and frees it again. */
  checkPort(spec: RouteSpec): Promise<void> {
    const key = routeKey(spec.owner, spec.route);
    return this.#changing.run(key, async () => {
      const route = this.#routes.get(key);
      if (!route || !hasPort(route, spec)) await (await this.#open(key, spec)).close();
    });
  }

  serving(owner: Owner, route: string): Served | undefined {
    const found = this.#routes.get(routeKey(owner, route));
    return found && !found.current.group.hasEnded ? served(route, found) : undefined;
  }

  output(owner: Owner, route: string, after: string | undefined): AppOutput | undefined {
    const found = this.#routes.get(routeKey(owner, route));
    return found && !found.current.group.hasEnded ? outputOf(found.current, after) : undefined;
  }

  unserve(owner: Owner, route: string): Promise<void> {
    return this.#end(routeKey(owner, route), true);
  }

  /** Ends what a workload's id names: a kept version alone, the serving one with its route. */
  async stop(id: string): Promise<void> {
    for (const [key, route] of this.#routes) {
      if (route.current.id === id) return this.#end(key, true);
      const kept = route.kept.find((backend) => backend.id === id);
      if (!kept) continue;
      route.kept = route.kept.filter((backend) => backend !== kept);
      await kept.stop();
    }
  }

  get active(): boolean {
    return this.#routes.size > 0;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#routes.keys()].map((key) => this.#end(key, false)));
  }

  /** Tells a version that runs, and was started as it would be now. */
  async #wanted(spec: ServeSpec, url: string): Promise<(backend: Backend) => boolean> {
    const { made } = await this.#plan(spec, url);
    return (one) => one.version === spec.version && one.made === made && !one.group.hasEnded;
  }

  async #plan(spec: ServeSpec, url: string) {
    const directory = treeOf(spec.artifact);
    const command = await artifactCommand(spec.artifact, spec.command);
    const own = childEnvironment(this.#env, { ...spec.env, ...spec.envFor?.(url) }, directory);
    const made = createHash("sha256")
      .update(JSON.stringify([directory, command, own]))
      .digest("hex");
    return { directory, command, own, made };
  }

  async #start(spec: ServeSpec, url: string, work: Work): Promise<Backend> {
    const { directory, command, own, made } = await this.#plan(spec, url);
    const port = await freePort();
    const env = { ...own, PORT: String(port) };
    let say: (text: string) => void = work.log;
    work.progress(`Starting version ${spec.version}`);
    const id = `${routeKey(spec.owner, spec.route)}@${segment(spec.version)}`;
    const whose = { id, name: `${spec.name} ${spec.version}`, owner: spec.owner, from: spec.artifact.id };
    const group = await this.#workloads.start({ command, directory, env, onOutput: (text) => say(text) }, whose);
    try {
      await waitUntilHealthy(spec, group, port, work.signal);
      return new Backend({ id, version: spec.version, made, port, group });
    } catch (error) {
      await group.stop();
      throw error;
    } finally {
      // The work ends with this call; what the app says afterwards is kept in its tail.
      say = () => {};
    }
  }

  async #switch(
    key: string,
    route: Route | undefined,
    gateway: Gateway,
    next: Backend,
    { hostnames, keep = 0 }: ServeSpec,
  ): Promise<Route> {
    await this.#places.write(this.#portFile(key), gateway.port);
    gateway.route(next, hostnames);
    const moved = route && route.gateway !== gateway ? route.gateway : undefined;
    moved?.route(next, hostnames);
    const retired = route ? [route.current, ...route.kept].filter((backend) => backend !== next) : [];
    const fit = retired.filter(({ group, version }) => !group.hasEnded && version !== next.version);
    const kept = fit.slice(0, moved ? 0 : keep);
    const changed: Route = { gateway, current: next, kept };
    this.#routes.set(key, changed);
    const leaving = retired.filter((backend) => !kept.includes(backend));
    await Promise.all(leaving.map((backend) => backend.drain().then(() => backend.stop())));
    await moved?.close();
    return changed;
  }

  async #open(key: string, { fixedPort, preferredPort }: RouteSpec): Promise<Gateway> {
    const usual = [await readRecord<number>(this.#portFile(key)), preferredPort, portOf(key), 0];
    for (const port of fixedPort === undefined ? usual : [fixedPort]) {
      const gateway = port === undefined ? undefined : await Gateway.listen(port);
      if (gateway) return gateway;
    }
    if (fixedPort !== undefined) throw portTaken(fixedPort);
    throw new Problem({ what: "The preview has no port", why: "none is free on 127.0.0.1", code: "port-in-use" });
  }

  #end(key: string, forget: boolean): Promise<void> {
    return this.#changing.run(key, async () => {
      const route = this.#routes.get(key);
      this.#routes.delete(key);
      await route?.gateway.close();
      await Promise.all([route?.current, ...(route?.kept ?? [])].map((backend) => backend?.stop()));
      if (forget) await this.#places.clear(this.#portFile(key));
    });
  }

  #portFile(key: string): string {
    return join(this.#places.routes, `${key}.json`);
  }
}

function hasPort({ gateway }: Route, { fixedPort }: RouteSpec): boolean {
  return fixedPort === undefined || gateway.port === fixedPort;
}

function portTaken(port: number): Problem {
  return new Problem({
    what: "The port is in use",
    where: `127.0.0.1:${port}`,
    why: "another program of this machine listens there, or it is one that only root may use",
    next: "Free it, or choose another one.",
    code: "port-taken",
  });
}

function routeKey(owner: Owner, route: string): string {
  return join(ownerPath(owner), segment(route));
}

function served(route: string, { current, gateway }: Route): Served {
  return { kind: "served", id: current.id, route, version: current.version, url: gateway.url, port: gateway.port };
}

function outputOf({ id, group }: Backend, after: string | undefined): AppOutput {
  const prefix = `${id} `;
  const read = after?.startsWith(prefix) ? Number(after.slice(prefix.length)) : 0;
  const { printedBytes } = group;
  // The same version may have been started anew.
  return { text: group.tailAfter(read > printedBytes ? 0 : read), next: `${prefix}${printedBytes}` };
}
