import type Docker from "dockerode";
import { isConflict, isGone } from "../gone.ts";

/** Joins a gateway to a change's network. */
export async function joinNetwork(docker: Docker, network: string, container: Docker.Container): Promise<void> {
  const { NetworkSettings } = await container.inspect();
  if (NetworkSettings.Networks[network]) return;
  await docker.getNetwork(network).connect({ Container: container.id });
}

/** Takes a gateway out of a change's network. */
export async function leaveNetwork(docker: Docker, network: string, container: Docker.Container): Promise<void> {
  // A change that never got as far as a preview has a network that the gateway never joined.
  const { NetworkSettings } = await container.inspect();
  if (!NetworkSettings.Networks[network]) return;
  try {
    await docker.getNetwork(network).disconnect({ Container: container.id, Force: true });
  } catch (error) {
    if (!isGone(error) && !isConflict(error)) throw error;
  }
}
