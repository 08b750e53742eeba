import { durationMs } from "../config/quantities.ts";
import { Problem } from "../problem.ts";
import type { Owner, Runtime } from "../runtime/runtime.ts";
import type { Work } from "../work.ts";
import type { ObtainedSnapshot } from "./obtain-snapshot.ts";

interface PulledRequest {
  readonly runtime: Runtime;
  readonly owner: Owner;
  /** `source.image`: the name in a registry. */
  readonly image: string;
  readonly maxAge: string;
  /** One that is here already will do, however old. */
  readonly outdatedToo: boolean;
}

/**
 * The snapshot that a trusted machine has pushed. What is here is taken while it is younger than `maxAge`, or where an
 * outdated one will do; else the registry is asked for a newer one.
 * @throws Problem "no-registry" where the runtime has no images; "image-missing", "not-a-snapshot".
 */
export async function pulledSnapshot(request: PulledRequest, work: Work): Promise<ObtainedSnapshot> {
  const { runtime, owner, image, outdatedToo } = request;
  const { registry } = runtime.databases;
  if (!registry) throw noRegistry(image);
  const here = await registry.pulled(owner, image);
  const outdated = here !== undefined && Date.now() - here.at >= (durationMs(request.maxAge) ?? 0);
  if (here && (outdatedToo || !outdated)) return { snapshot: here, reused: true, outdated };
  const snapshot = await registry.pull(owner, image, work);
  return { snapshot, reused: snapshot.id === here?.id, outdated: false };
}

/** Snapshots travel as images. */
export function noRegistry(image: string): Problem {
  return new Problem({
    what: "A snapshot in a registry needs Docker",
    where: image,
    why: "without it, snapshots are directories of this machine",
    next: "Start Docker, or let slipway.json name the source's URL (source.url).",
    code: "no-registry",
    usage: true,
  });
}
