import { setTimeout } from "node:timers/promises";
import { dockerThings } from "./census-docker.ts";
import { files } from "./census-files.ts";
import { listeningPorts, processes } from "./census-processes.ts";

/** One thing that exists on the machine. */
export interface Thing {
  kind: "container" | "network" | "volume" | "image" | "process" | "port" | "file";
  /** Unique among its kind for as long as it exists. */
  id: string;
  /** What a person recognises it by: a name, a command line, a path. */
  label: string;
}

/** Everything that was there at one moment, whoever made it: nothing is filtered by our own labels. */
export interface Census {
  things: ReadonlyMap<string, Thing>;
  /** Whether the Docker Engine answered: without it nothing is known of its things. */
  docker: boolean;
}

export interface DifferenceOptions {
  /** True for what others do on this machine meanwhile. */
  ignore?: (thing: Thing) => boolean;
}

/**
 * Takes a full picture of the machine.
 * @param folders whose files are listed too, besides the temporary directory and Slipway's own.
 */
export async function census(folders: readonly string[] = []): Promise<Census> {
  const [docker, ...rest] = await Promise.all([dockerThings(), processes(), listeningPorts(), files(folders)]);
  const things = [...(docker ?? []), ...rest.flat()];
  return { docker: docker !== undefined, things: new Map(things.map((thing) => [`${thing.kind} ${thing.id}`, thing])) };
}

/**
 * What appeared between two pictures; with the arguments exchanged, what is gone.
 * @throws Error where the Docker Engine answered for one of the two only: nothing can be said then.
 */
export function difference(before: Census, after: Census, options: DifferenceOptions = {}): Thing[] {
  if (before.docker !== after.docker) throw new Error("the Docker Engine answered for only one of the two pictures");
  const appeared = [...after.things].filter(([key]) => !before.things.has(key)).map(([, thing]) => thing);
  return appeared.filter((thing) => !options.ignore?.(thing));
}

/**
 * What appeared since and does not go away: looks until nothing is left or the time is over.
 * @param within milliseconds. Removal takes the Engine and dying processes a moment.
 */
export async function leftovers(
  before: Census,
  {
    within = 10_000,
    folders = [],
    ...options
  }: DifferenceOptions & { within?: number; folders?: readonly string[] } = {},
): Promise<Thing[]> {
  const end = performance.now() + within;
  for (;;) {
    const left = difference(before, await census(folders), options);
    if (left.length === 0 || performance.now() > end) return left;
    await setTimeout(250);
  }
}
