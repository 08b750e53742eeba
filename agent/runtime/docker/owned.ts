import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Owned } from "../runtime.ts";
import { commitEnd } from "./commit-end.ts";
import { isConflict, isGone, unlessGone } from "./gone.ts";
import { LABEL, ownerOf, type Role } from "./labels.ts";
import { deadMakers } from "./maker.ts";
import { removeContainer } from "./remove-container.ts";
import { readServerName } from "./server-name.ts";
import { snapshotOwner } from "./snapshot-images.ts";

const KINDS: Record<Role, Owned["kind"]> = {
  run: "workload",
  app: "workload",
  service: "workload",
  server: "server",
  seal: "server",
  gateway: "gateway",
  network: "network",
  bridge: "network",
  snapshot: "snapshot",
  artifact: "artifact",
  layer: "artifact",
};
/** Users before what they use: in this order everything can be removed. */
const ORDER: Owned["kind"][] = ["workload", "server", "gateway", "network", "snapshot", "artifact"];

/** Whose containers are gone with the agent that started them, or should be. */
const SHORT_LIVED = ["seal", "run"];

type Labels = Record<string, string> | undefined;

/** Everything that bears our labels, in an order in which it can be removed. */
export async function listOwned(docker: Docker, { sizes = false } = {}): Promise<Owned[]> {
  const filters = { label: [LABEL.repo] };
  const [containers, networks, images] = await Promise.all([
    docker.listContainers({ all: true, filters, size: sizes }),
    docker.listNetworks({ filters }),
    docker.listImages({ filters }),
  ]);
  const dead = await deadMakers([...containers, ...networks, ...images].map(({ Labels }) => Labels));
  const isLeft = (labels: Labels) => dead.has(labels?.[LABEL.maker] ?? "");
  // A stopped container cannot be started again without its networks.
  const joined = new Set(
    containers.flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks).map((one) => one.NetworkID)),
  );
  const all = [
    ...containers.map(({ Id, Names, Labels, Created, ImageID, ...container }) => {
      const name = Names[0]?.slice(1) ?? Id;
      const abandoned = SHORT_LIVED.includes(Labels[LABEL.role] ?? "") && isLeft(Labels);
      const owned = { ...ownedOf(Labels, Id, name, sizeOf(container)), ...(abandoned && { abandoned }) };
      if (Labels[LABEL.role] !== "server") return { ...owned, from: ImageID };
      const { change, starting, spare } = readServerName(name);
      const server = { ...owned, owner: { ...owned.owner, change }, from: Labels[LABEL.key], at: Created * 1000 };
      return { ...server, ...(starting && { starting }), ...(spare && { spare }) };
    }),
    ...networks.map(({ Id, Name, Labels }) => ({
      ...ownedOf(Labels, Id, Name),
      ...(isLeft(Labels) && !joined.has(Id) && { abandoned: true }),
    })),
    // The name is the last that a snapshot gets.
    ...images
      .filter(({ RepoTags, Labels }) => isNameless(RepoTags) && Labels[LABEL.role] === "snapshot" && isLeft(Labels))
      .map(({ Id, Labels }) => ({ ...ownedOf(Labels, Id, Id), abandoned: true })),
    // One image can have several names, each of them somebody's.
    ...images.flatMap(({ Id, RepoTags, Labels, Size, Created }) =>
      (RepoTags ?? []).filter(isOurs).map((tag) => {
        const owned = ownedOf(Labels, Id, tag, Size);
        return { ...owned, owner: snapshotOwner(tag) ?? owned.owner, at: Created * 1000 };
      }),
    ),
  ];
  return all.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** Removes one thing. What is gone is fine; what is still in use is a Problem. */
export async function removeOwned(docker: Docker, one: Owned): Promise<void> {
  try {
    if (one.kind === "network") await docker.getNetwork(one.id).remove();
    else if (one.kind === "artifact" || one.kind === "snapshot") await docker.getImage(one.name).remove();
    else {
      if (one.abandoned && one.kind === "server") await commitEnd(docker, docker.getContainer(one.id));
      await removeContainer(docker.getContainer(one.id));
    }
  } catch (error) {
    if (isGone(error)) return;
    if (!isConflict(error)) throw error;
    // A network that its last user has just left can say for a moment that it is in use.
    if (one.kind === "network" && !(await unlessGone(docker.getNetwork(one.id).inspect()))) return;
    throw new Problem({
      what: `The ${one.kind} is still in use`,
      where: one.name,
      why: error instanceof Error ? error.message.trim() : undefined,
      next: "Remove what uses it first.",
      code: "in-use",
      cause: error,
    });
  }
}

/** What a container has written; the types leave it out. */
function sizeOf(container: object): number | undefined {
  return "SizeRw" in container && typeof container.SizeRw === "number" ? container.SizeRw : undefined;
}

/** A build of somebody else's on top of one of our images inherits its labels, not its name. */
function isOurs(tag: string): boolean {
  return tag.startsWith("slipway/") || tag.startsWith("slipway.local/");
}

function isNameless(tags: readonly string[] | null | undefined): boolean {
  return (tags ?? []).every((tag) => tag === "<none>:<none>");
}

function ownedOf(labels: Labels, id: string, name: string, bytes?: number): Owned {
  const role = labels?.[LABEL.role] ?? "";
  const kind = role in KINDS ? KINDS[role as Role] : "workload";
  return { kind, id, name, owner: ownerOf(labels), ...(bytes !== undefined && { bytes }) };
}
