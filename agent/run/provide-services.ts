import type { Config } from "../config/schema/config.ts";
import type { ServiceSpec } from "../runtime/runtime.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";

/** Has what slipway.json names under `services` run for a change, each at its name, and ends what it names no more. */
export async function provideServices(
  services: Services,
  { config, change }: { readonly config: Config; readonly change: string },
  context: StageContext,
): Promise<void> {
  const wanted = await Promise.all(
    Object.entries(config.services).map(
      async ([name, { image, command, env }]): Promise<[string, ServiceSpec]> => [
        name,
        { image, command, env: Object.fromEntries(await Promise.all(Object.entries(env).map(resolved))) },
      ],
    ),
  );
  const owner = { repo: services.repository.slug, change };
  await services.runtime.services?.provide(owner, Object.fromEntries(wanted), context);

  async function resolved([name, value]: [string, ServiceEnvironment[string]]) {
    return [name, typeof value === "string" ? value : await services.secret(value, "app", context)] as const;
  }
}

type ServiceEnvironment = Config["services"][string]["env"];
