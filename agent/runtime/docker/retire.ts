import type Docker from "dockerode";
import type { AppContainer } from "./app-container.ts";
import { drain } from "./drain.ts";
import { unlessGone } from "./gone.ts";
import { removeContainer } from "./remove-container.ts";

const STOP_SECONDS = 10;

export interface RetirePolicy {
  /** What serves now: an older container of the same version would never be started again. */
  readonly version: string;
  /** How many versions stay, stopped, ready to serve again. */
  readonly keep: number;
  /** How long requests under way may take. */
  readonly drainSeconds: number;
}

/**
 * Takes what no route leads to any more out of service.
 * @param apps the versions before, the newest first.
 * @param servedId the one that served until now: its requests are let finish.
 */
export async function retire(
  apps: readonly AppContainer[],
  servedId: string | undefined,
  gateway: Docker.Container,
  policy: RetirePolicy,
): Promise<void> {
  const served = apps.find((app) => app.container.id === servedId);
  if (served) await stopAfterDrain(served, gateway, policy.drainSeconds);
  // What served last is what one would go back to first.
  const order = served ? [served, ...apps.filter((app) => app !== served)] : [...apps];
  const kept = order.filter(({ version }) => version !== policy.version).slice(0, policy.keep);
  for (const app of order) {
    if (!kept.includes(app)) await removeContainer(app.container);
    else if (app.running && app !== served) await unlessGone(app.container.stop({ t: STOP_SECONDS }));
  }
}

async function stopAfterDrain(app: AppContainer, gateway: Docker.Container, seconds: number): Promise<void> {
  const info = await unlessGone(app.container.inspect());
  if (!info) return;
  await drain(gateway, info, Number(app.target.split(":")[1]), seconds);
  await unlessGone(app.container.stop({ t: STOP_SECONDS }));
}
