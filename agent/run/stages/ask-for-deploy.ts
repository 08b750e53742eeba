import type { Config } from "../../config/schema/config.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import { appEnvironment } from "./app-environment.ts";
import { releasedConfig } from "./released-config.ts";

/**
 * Asks for all secrets that the deploy of a commit is going to need, while nothing has changed and a cancel is still
 * heard: one that turned out to be missing after the merge would leave production behind its base branch. What was
 * answered is known for the rest of the run.
 * @param commit it must be here.
 * @param config slipway.json as it stands on the base branch.
 * @throws Problem "credential-missing", and what releasedConfig refuses.
 */
export async function askForDeploy(
  services: Services,
  commit: string,
  config: Config,
  context: StageContext,
): Promise<void> {
  const released = await releasedConfig(services, commit, config);
  await services.target(released, context);
  await appEnvironment(services, released, context);
}
