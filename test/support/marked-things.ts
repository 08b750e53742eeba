import type Docker from "dockerode";

/** What an installation has of a repository on the Engine, however it came there. */
export interface MarkedThings {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  /** Images by name, or by id where they have none. */
  readonly images: readonly string[];
  /** The volumes of its containers. */
  readonly volumes: readonly string[];
}

/** @param repo the repository with the installation's mark. */
export async function markedThings(docker: Docker, repo: string): Promise<MarkedThings> {
  const filters = { label: [`dev.slipway.repo=${repo}`] };
  const [containers, networks, images] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listImages({ all: true, filters }),
  ]);
  return {
    containers: containers.map(({ Names, Id }) => Names[0] ?? Id),
    networks: networks.map(({ Name }) => Name),
    images: images.flatMap(({ RepoTags, Id }) => (RepoTags?.length ? RepoTags : [Id])),
    volumes: containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? [])),
  };
}
