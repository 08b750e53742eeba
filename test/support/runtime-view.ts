import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import Docker from "dockerode";
import type { SlipwayHome } from "./slipway-home.ts";

/** What a runtime has made, as it is seen on the machine: not by asking the runtime. */
export interface RuntimeView {
  readonly runtime: "docker" | "process";
  /** The builds of a repository that exist. */
  builds(home: SlipwayHome, repo: string): Promise<string[]>;
  /** The snapshots of a repository that exist. */
  snapshots(home: SlipwayHome, repo: string): Promise<string[]>;
  /** The port on 127.0.0.1 of a clone. @param server its id in the run's events. */
  clonePort(server: string): Promise<number>;
}

const docker = new Docker();

/** A repository's name on Docker: with the mark of the installation that works on it. */
export function markedOnDocker({ mark }: SlipwayHome, repo: string): string {
  return `${repo}-${mark}`;
}

async function tags(reference: string): Promise<string[]> {
  const images = await docker.listImages({ filters: { reference: [reference] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []).sort();
}

/** The names of the servers that are kept for a repository's next clone. */
export async function dockerSpares(repo: string): Promise<string[]> {
  const containers = await docker.listContainers({ all: true, filters: { label: [`dev.slipway.repo=${repo}`] } });
  return containers.flatMap(({ Names }) => Names).filter((name) => name.includes(".spare"));
}

export const dockerView: RuntimeView = {
  runtime: "docker",
  builds: (home, repo) => tags(`slipway/${markedOnDocker(home, repo)}`),
  snapshots: (home, repo) => tags(`slipway/${markedOnDocker(home, repo)}-snapshot`),
  async clonePort(server) {
    const { NetworkSettings } = await docker.getContainer(server).inspect();
    return Number(NetworkSettings.Ports["5432/tcp"]?.[0]?.HostPort);
  },
};

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).map((path) => basename(path)).sort();
}

export const processView: RuntimeView = {
  runtime: "process",
  builds: ({ places }, repo) => names(join(places.cache, "processes", "artifacts", repo, "-")),
  snapshots: ({ databases }, repo) => names(join(databases, "snapshots", repo, "-")),
  async clonePort(server) {
    // Its fourth line is the port.
    return Number((await readFile(join(server, "data", "postmaster.pid"), "utf8")).split("\n")[3]);
  },
};
