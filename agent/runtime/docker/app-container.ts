import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { Owner, ServeSpec } from "../runtime.ts";
import { isAsWanted } from "./is-as-wanted.ts";
import { LABEL, labelled, labelsFor } from "./labels.ts";
import type { NetworkNames } from "./networks.ts";
import { createWorkload } from "./workload-container.ts";

/** An app's container, running or kept, as its labels describe it. */
export interface AppContainer {
  readonly container: Docker.Container;
  readonly version: string;
  /** `alias:port`, as the gateway calls it. */
  readonly target: string;
  readonly running: boolean;
  /** The address that its environment speaks of. */
  readonly url: string | undefined;
}

/** All containers of a route, the newest first. */
export async function findApps(docker: Docker, owner: Owner, route: string): Promise<AppContainer[]> {
  const filters = labelled(labelsFor(owner, "app", { [LABEL.route]: route }));
  const found = await docker.listContainers({ all: true, filters });
  return found
    .sort((a, b) => b.Created - a.Created)
    .map(({ Id, Labels, State }) => ({
      container: docker.getContainer(Id),
      version: Labels[LABEL.version] ?? "",
      target: Labels[LABEL.alias] ?? "",
      running: State === "running",
      url: Labels[LABEL.url],
    }));
}

/** Creates the container of a version. Does not start it. */
export async function createApp(
  docker: Docker,
  spec: ServeSpec,
  names: NetworkNames,
  url: string,
): Promise<AppContainer> {
  const alias = `app-${randomBytes(6).toString("hex")}`;
  const target = `${alias}:${spec.port}`;
  const labels = { [LABEL.route]: spec.route, [LABEL.version]: spec.version, [LABEL.alias]: target, [LABEL.url]: url };
  const env = addressVariables(spec, url);
  const container = await createWorkload(docker, spec, names, { role: "app", env, labels, alias });
  return { container, version: spec.version, target, running: false, url };
}

/** Whether an app's container serves a version as it would be created now. */
export async function servesAsWanted(
  docker: Docker,
  app: AppContainer,
  spec: ServeSpec,
  url: string,
): Promise<boolean> {
  if (app.version !== spec.version || app.url !== url) return false;
  return isAsWanted(docker, app.container, spec, { ...spec.env, ...addressVariables(spec, url) });
}

function addressVariables(spec: ServeSpec, url: string): Record<string, string> {
  return { PORT: String(spec.port), ...spec.envFor?.(url) };
}
