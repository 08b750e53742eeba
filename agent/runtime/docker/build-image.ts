import { existsSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { ArtifactRef, BuildSpec, Owner } from "../runtime.ts";
import { packBuildContext } from "./build-context.ts";
import { unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelsFor } from "./labels.ts";
import { postBuild } from "./post-build.ts";

/** `slipway/<repo>:<key>` */
function artifactTag(owner: Owner, key: string): string {
  return `slipway/${owner.repo}:${key}`;
}

/** The image of a key, or undefined when it was not built. */
export async function findArtifact(docker: Docker, owner: Owner, key: string): Promise<ArtifactRef | undefined> {
  const name = artifactTag(owner, key);
  const image = await unlessGone(docker.getImage(name).inspect());
  return image && { kind: "artifact", id: image.Id, name };
}

/** Builds an image once per key. A failed or a cancelled build leaves nothing but the builder's cache. */
export function buildImage(
  docker: Docker,
  exclusive: Exclusive,
  spec: BuildSpec,
  work: Work,
): Promise<ArtifactRef & { reused: boolean }> {
  const name = artifactTag(spec.owner, spec.key);
  return exclusive(`build ${name}`, async () => {
    const there = await findArtifact(docker, spec.owner, spec.key);
    if (there) return { ...there, reused: true };
    work.signal.throwIfAborted();
    work.progress(`building ${name}`);
    await runBuild(docker, spec, work);
    const built = await findArtifact(docker, spec.owner, spec.key);
    if (!built) throw new Problem({ what: "The build ended without an image", where: name, code: "build-failed" });
    return { ...built, reused: false };
  });
}

async function runBuild(docker: Docker, spec: BuildSpec, work: Work): Promise<void> {
  if (!existsSync(join(spec.context, spec.dockerfile))) throw noDockerfile(spec);
  const query = {
    t: artifactTag(spec.owner, spec.key),
    labels: labelsFor({ repo: spec.owner.repo }, "artifact", { [LABEL.key]: spec.key }),
    dockerfile: spec.dockerfile,
    buildargs: Object.keys(spec.args).length > 0 ? spec.args : undefined,
    target: spec.target,
    platform: spec.platform,
  };
  const why = await postBuild(docker, packBuildContext(spec.context, spec.dockerfile), query, work);
  if (why === undefined) return;
  throw new Problem({
    what: "The image could not be built",
    where: spec.dockerfile,
    why,
    next: "Mend the build and ship again; the whole output is in the log.",
    code: "build-failed",
  });
}

function noDockerfile({ dockerfile }: BuildSpec): Problem {
  return new Problem({
    what: "There is no Dockerfile",
    where: dockerfile,
    why: "an image is built as it says, and the commit does not hold it",
    next: "Write one and commit it, or name another by `app.build` in slipway.json: `dockerfile` is relative to `context`.",
    code: "dockerfile-missing",
  });
}
