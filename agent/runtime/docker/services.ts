import type Docker from "dockerode";
import type { Work } from "../../work.ts";
import type { Owner, ServiceSpec } from "../runtime.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelled, labelsFor } from "./labels.ts";
import type { Networks } from "./networks.ts";
import { removeContainer } from "./remove-container.ts";
import { createService } from "./service-container.ts";
import { startService } from "./start-service.ts";

export interface ServiceParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  /** Has an image on the machine when it returns. */
  ensureImage(name: string, work: Work): Promise<void>;
  /** The same for the same text, and tells nothing of what is in it. */
  fingerprint(text: string): string;
}

/** Starts what an owner's workloads need beside their database, and ends what they do not need any more. See Workloads. */
export function provideServices(
  parts: ServiceParts,
  owner: Owner,
  wanted: Readonly<Record<string, ServiceSpec>>,
  work: Work,
): Promise<void> {
  const { docker, exclusive, networks } = parts;
  return exclusive(`services ${owner.repo}/${owner.change ?? ""}`, async () => {
    if (Object.keys(wanted).length === 0) {
      for (const { container } of await findServices(docker, owner)) await removeContainer(container);
      return;
    }
    try {
      await networks.hold(owner, async (names) => {
        const found = await findServices(docker, owner);
        const keys = new Map(Object.entries(wanted).map(([name, spec]) => [name, keyOf(parts, spec)]));
        const stays = ({ name, key, running }: FoundService) => running && keys.get(name) === key;
        for (const { container } of found.filter((one) => !stays(one))) await removeContainer(container);
        const running = new Set(found.filter(stays).map(({ name }) => name));
        for (const [name, spec] of Object.entries(wanted)) {
          if (running.has(name)) continue;
          await parts.ensureImage(spec.image, work);
          work.progress(`starting ${name}`);
          const key = keys.get(name) ?? "";
          const container = await createService(docker, { owner, name, key, spec, network: names.inside });
          await startService(container, { name, image: spec.image }, work);
        }
      });
    } catch (error) {
      await networks.tidy(owner);
      throw error;
    }
  });
}

interface FoundService {
  readonly container: Docker.Container;
  readonly name: string;
  readonly key: string;
  readonly running: boolean;
}

async function findServices(docker: Docker, owner: Owner): Promise<FoundService[]> {
  const found = await docker.listContainers({ all: true, filters: labelled(labelsFor(owner, "service")) });
  return found.map(({ Id, Labels, State }) => ({
    container: docker.getContainer(Id),
    name: Labels[LABEL.alias] ?? "",
    key: Labels[LABEL.key] ?? "",
    running: State === "running",
  }));
}

/** One that was started from the same image with the same environment is taken as it is. */
function keyOf({ fingerprint }: ServiceParts, { image, command, env }: ServiceSpec): string {
  const told = Object.entries(env).map(([name, value]) => [name, typeof value === "string" ? value : value.reveal()]);
  return fingerprint(JSON.stringify([image, command, told.sort()]));
}
