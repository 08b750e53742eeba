import { durationMs } from "../../config/quantities.ts";
import type { Config } from "../../config/schema/config.ts";

/** How long the app may take until it is healthy, in seconds. */
export function healthTimeoutOf({ app }: Config): number | undefined {
  const milliseconds = durationMs(app.healthTimeout);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
