import type Docker from "dockerode";
import { isConflict, isGone } from "./gone.ts";

/** Kills and removes a container with its anonymous volumes. One that is gone, or going, is fine. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (isGone(error)) return;
    if (!isConflict(error)) throw error;
    // Somebody else is removing it: be done when it is.
    await container.wait({ condition: "removed" }).catch(() => {});
  }
}
