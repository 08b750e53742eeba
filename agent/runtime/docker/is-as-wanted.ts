import type Docker from "dockerode";
import type { RunSpec } from "../runtime.ts";
import { containerEnvironment } from "./container-environment.ts";
import { unlessGone } from "./gone.ts";

/**
 * Whether a container is what would be created now: of this image, with this command and environment, on this network.
 * One that was kept may know a password or an address of before.
 * @param env the whole environment beside the image's own.
 */
export async function isAsWanted(
  docker: Docker,
  container: Docker.Container,
  spec: Pick<RunSpec, "artifact" | "command" | "network">,
  env: RunSpec["env"],
): Promise<boolean> {
  const [image, info] = await Promise.all([
    unlessGone(docker.getImage(spec.artifact.id).inspect()),
    unlessGone(container.inspect()),
  ]);
  if (!image || info?.Image !== image.Id) return false;
  const command = spec.command === undefined ? (image.Config.Cmd ?? []) : [spec.command];
  const networks = Object.keys(info.NetworkSettings.Networks);
  return (
    isSame(info.Config.Cmd ?? [], command) &&
    isSame(byName(info.Config.Env), byName([...(image.Config.Env ?? []), ...containerEnvironment(env)])) &&
    (spec.network === undefined || networks.includes(spec.network))
  );
}

/** The last entry of a name counts, as the Engine has it. */
function byName(entries: readonly string[]): string[] {
  return [...new Map(entries.map((entry) => [entry.split("=", 1)[0], entry])).values()].sort();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
