import { dirname, relative } from "node:path";
import { readAnnouncement } from "../../agent/client/announcement.ts";
import { bystanders } from "./bystanders.ts";
import { type Census, census, leftovers, type Thing } from "./census.ts";
import { markedOnDocker } from "./runtime-view.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** Others may be in the middle of something that nothing tells from what this test has made. */
const within = 60_000;

/** A picture of the whole machine, to be compared with by {@link whatStays}. */
export function lookAround(home: SlipwayHome): Promise<Census> {
  return census([home.databases]);
}

/**
 * Everything that is on the machine now and was not before: containers, networks, volumes, images, processes, ports
 * and files, whoever made them, but for what is said here by name to stay.
 * @param folders of the test itself: people's clones, the stand-in's state.
 * @param isKnown says of one more thing, as "kind label", that it may stay.
 */
export async function whatStays(
  before: Census,
  home: SlipwayHome,
  folders: readonly string[] = [],
  isKnown: (name: string) => boolean = () => false,
): Promise<string[]> {
  const isOthers = bystanders(before, { home, folders, repository: markedOnDocker(home, "acme-shop") });
  const ignore = (thing: Thing) =>
    mayStay(thing, home, folders) || isKnown(`${thing.kind} ${thing.label}`) || isOthers(thing);
  const left = await leftovers(before, { ignore, folders: [home.databases], within });
  const names = new Set(left.map(({ kind, label }) => `${kind} ${label}`));
  // A folder stands for what is in it.
  return [...names].filter((name) => !names.has(dirname(name)));
}

function mayStay({ kind, label, id }: Thing, home: SlipwayHome, folders: readonly string[]): boolean {
  const { state, cache } = home.places;
  // The agent waits a few seconds for its next client.
  if (kind === "process") return id.startsWith(`${readAnnouncement(home.places)?.pid} `);
  if (kind !== "file") return false;
  const below = (folder: string) => !relative(folder, label).startsWith("..");
  return (
    [
      ...folders,
      // Caches, which `slipway clean --all` empties: built trees and sealed snapshots.
      `${cache}/processes/artifacts`,
      `${home.databases}/snapshots`,
      // What is written down: journals and logs of runs, private keys, outputs that are not made twice.
      ...["runs", "outputs", "keys", "agent.json", "agent.log", "agent.sock"].map((name) => `${state}/${name}`),
    ].some(below) || [home.databases, `${cache}/processes`, `${state}/processes`].includes(label)
  );
}
