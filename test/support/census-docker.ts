import Docker from "dockerode";
import type { Thing } from "./census.ts";

/** All containers, networks, volumes and images, or undefined where no Engine answers. */
export async function dockerThings(): Promise<Thing[] | undefined> {
  const docker = new Docker({ timeout: 20_000 });
  const alive = await docker.ping().then(
    () => true,
    () => false,
  );
  if (!alive) return undefined;
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages({ all: true }),
  ]);
  return [
    ...containers.map(({ Id, Names, State }) => thing("container", Id, `${Names.join(" ")} (${State})`)),
    ...networks.map(({ Id, Name }) => thing("network", Id, Name)),
    ...(volumes ?? []).map(({ Name }) => thing("volume", Name, Name)),
    ...images.flatMap(({ Id, RepoTags }) => (RepoTags?.length ? RepoTags : [Id]).map((tag) => imageThing(Id, tag))),
  ];
}

/** A new tag on an old image is new too. */
function imageThing(id: string, tag: string): Thing {
  return thing("image", `${id} ${tag}`, tag);
}

function thing(kind: Thing["kind"], id: string, label: string): Thing {
  return { kind, id, label };
}
