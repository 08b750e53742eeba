import { createHash } from "node:crypto";
import type Docker from "dockerode";
import type { Owner, SnapshotFacts, StoredSnapshot } from "../runtime.ts";
import { unlessGone } from "./gone.ts";
import { LABEL, labelled } from "./labels.ts";

/** `slipway/<repo>-snapshot:<key>` */
export function snapshotTag(owner: Owner, key: string): string {
  return `slipway/${owner.repo}-snapshot:${key}`;
}

/** `slipway/<repo>-pulled:<hash>`: what was pulled last under a registry's name. */
export function pulledTag(owner: Owner, image: string): string {
  return `slipway/${owner.repo}-pulled:${createHash("sha256").update(image).digest("hex").slice(0, 16)}`;
}

/** Whose a snapshot's tag is: one that was pulled bears the labels of whoever has built it. */
export function snapshotOwner(tag: string): Owner | undefined {
  const [, repo] = /^slipway\/(.+)-(?:snapshot|pulled):/.exec(tag) ?? [];
  return repo === undefined ? undefined : { repo };
}

/** The snapshot of a key, or undefined when none was sealed. `bytes` is what it adds to its base. */
export function findSnapshot(docker: Docker, owner: Owner, key: string): Promise<StoredSnapshot | undefined> {
  return readSnapshot(docker, snapshotTag(owner, key));
}

/** What an image is as a snapshot; undefined where there is no such image, or one that Slipway has not sealed. */
export async function readSnapshot(docker: Docker, name: string): Promise<StoredSnapshot | undefined> {
  const image = await unlessGone(docker.getImage(name).inspect());
  const labels = image?.Config.Labels ?? {};
  const key = labels[LABEL.key];
  if (!image || labels[LABEL.role] !== "snapshot" || key === undefined) return undefined;
  const [top] = await docker.getImage(name).history();
  return {
    kind: "snapshot",
    id: image.Id,
    name,
    key,
    at: Date.parse(image.Created),
    bytes: top?.Size,
    facts: parseFacts(labels[LABEL.facts]),
  };
}

/** A repository's snapshots, newest first. */
export async function listSnapshots(docker: Docker, owner: Owner): Promise<StoredSnapshot[]> {
  const images = await docker.listImages({ filters: labelled({ [LABEL.role]: "snapshot" }) });
  const prefix = snapshotTag(owner, "");
  const names = images.flatMap(({ RepoTags }) => (RepoTags ?? []).filter((tag) => tag.startsWith(prefix)));
  const found = await Promise.all(names.map((name) => readSnapshot(docker, name)));
  return found.flatMap((one) => one ?? []).sort((a, b) => b.at - a.at);
}

/** Nothing of a snapshot of an earlier version, which kept none. */
function parseFacts(label: string | undefined): SnapshotFacts {
  const facts: unknown = JSON.parse(label ?? "{}");
  return typeof facts === "object" && facts !== null ? (facts as SnapshotFacts) : {};
}
