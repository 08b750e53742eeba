import type Docker from "dockerode";

/** The mode of a container that is on no network yet. */
export const NO_NETWORK = "none";

/**
 * Puts a container that was started on no network onto one; the ports that it was created with are published then. An
 * Engine takes longer for a network than a server for its start, and so does both at the same time.
 */
export async function joinLater(docker: Docker, container: string, network: string): Promise<void> {
  // Nothing may be on the network that is none and on another.
  await docker.getNetwork(NO_NETWORK).disconnect({ Container: container });
  await docker.getNetwork(network).connect({ Container: container });
}
