import type { Config } from "../../config/schema/config.ts";
import type { GitCredentials } from "../../repository/credentials.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";

/** How git signs in at the forge's remote: by the forge's token over HTTP, by the person's own keys over ssh. */
export async function gitCredentials(
  services: Services,
  config: Config,
  context: StageContext,
): Promise<GitCredentials | undefined> {
  const { remote } = await services.repository.state();
  if (!remote || !/^https?$/.test(remote.protocol)) return undefined;
  return { token: await services.secret(config.forge.token, "forge", context) };
}
