import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { Owner, SnapshotRef, SnapshotRegistry, StoredSnapshot } from "../runtime.ts";
import { followTransfer } from "./follow-transfer.ts";
import { unlessGone } from "./gone.ts";
import { pullImage } from "./images.ts";
import type { FindLogin, RegistryLogin } from "./registry-login.ts";
import { pulledTag, readSnapshot, snapshotTag } from "./snapshot-images.ts";

/** Snapshots in registries of images. A name of a registry's stands on this machine only while it is transferred. */
export function snapshotRegistry(docker: Docker, findLogin: FindLogin): SnapshotRegistry {
  return {
    async pull(owner: Owner, image: string, work: Work): Promise<StoredSnapshot> {
      const name = withTag(image);
      const wasThere = await unlessGone(docker.getImage(name).inspect());
      try {
        await pullImage(docker, name, await findLogin(name), work);
        const pulled = await readSnapshot(docker, name);
        if (!pulled) throw notASnapshot(name);
        await tag(docker, pulled.id, snapshotTag(owner, pulled.key));
        await tag(docker, pulled.id, pulledTag(owner, name));
        return { ...pulled, name: snapshotTag(owner, pulled.key) };
      } finally {
        if (!wasThere) await unlessGone(docker.getImage(name).remove());
      }
    },
    async pulled(owner, image) {
      const found = await readSnapshot(docker, pulledTag(owner, withTag(image)));
      return found && { ...found, name: snapshotTag(owner, found.key) };
    },
    async push(snapshot: SnapshotRef, image: string, work: Work): Promise<string> {
      const name = withTag(image);
      const wasThere = await unlessGone(docker.getImage(name).inspect());
      await tag(docker, snapshot.id, name);
      try {
        return await pushImage(docker, name, await findLogin(name), work);
      } finally {
        if (wasThere) await tag(docker, wasThere.Id, name);
        else await unlessGone(docker.getImage(name).remove());
      }
    },
  };
}

function withTag(image: string): string {
  return /:[^/]+$/.test(image) ? image : `${image}:latest`;
}

async function tag(docker: Docker, id: string, name: string): Promise<void> {
  const [, repo = "", label = ""] = /^(.*):([^:]*)$/.exec(name) ?? [];
  await docker.getImage(id).tag({ repo, tag: label });
}

async function pushImage(docker: Docker, name: string, login: RegistryLogin | undefined, work: Work): Promise<string> {
  work.progress(`pushing ${name}`);
  try {
    const stream = await docker.getImage(name).push({ authconfig: login ?? {}, abortSignal: work.signal });
    const events = await followTransfer(docker, stream, work);
    return events.flatMap(({ aux }) => aux?.Digest ?? []).at(-1) ?? "";
  } catch (error) {
    work.signal.throwIfAborted();
    throw new Problem({
      what: "The registry did not take the snapshot",
      where: name,
      why: error instanceof Error ? error.message.trim() : String(error),
      next: "Check the name and the network, or sign in with docker login.",
      code: "push-refused",
      cause: error,
    });
  }
}

function notASnapshot(image: string): Problem {
  return new Problem({
    what: "The image is no snapshot",
    where: image,
    why: "it does not bear Slipway's labels",
    next: "Name one that `slipway snapshot push` has pushed.",
    code: "not-a-snapshot",
    usage: true,
  });
}
