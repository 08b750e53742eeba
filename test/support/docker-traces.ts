import type Docker from "dockerode";

/**
 * All containers, networks, volumes and images of the Engine, by kind and name, whoever made them. Only what bears
 * another repository's mark, or the name of another part of Slipway, is left out: other tests run at the same time.
 */
export async function dockerTraces(docker: Docker, repo: string): Promise<string[]> {
  const [containers, networks, images, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listImages(),
    docker.listVolumes(),
  ]);
  const all = [
    ...containers.map(({ Names, Id, Labels }) => ({ kind: "container", name: Names[0]?.slice(1) ?? Id, Labels })),
    ...networks.map(({ Name, Labels }) => ({ kind: "network", name: Name, Labels })),
    ...images.flatMap(({ RepoTags, Id, Labels }) =>
      (RepoTags ?? [Id]).map((name) => ({ kind: "image", name, Labels })),
    ),
    ...(Volumes ?? []).map(({ Name, Labels }) => ({ kind: "volume", name: Name, Labels })),
  ];
  const isAnothers = (name: string, labels: Record<string, string> | null | undefined) => {
    const marked = labels?.["dev.slipway.repo"];
    if (marked !== undefined) return marked !== repo;
    return /^slipway[-./]/.test(name) && !name.includes(repo);
  };
  return all
    .filter(({ name, Labels }) => !isAnothers(name, Labels))
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();
}
