import type { Config } from "../../config/schema/config.ts";
import type { Connection } from "../../database/connection.ts";
import { Secret } from "../../secrets/secret.ts";
import { connectionUrl } from "../../snapshot/owner-login.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import type { AppFacts } from "./app-facts.ts";

/** The variables under which the app expects its database's URL. */
export function databaseEnvironment(app: AppFacts, database: Connection): Record<string, Secret> {
  const url = new Secret(connectionUrl(database));
  return Object.fromEntries(app.databaseVariables.map((name) => [name, url]));
}

/** The app's own environment from slipway.json, without what needs the preview's address. */
export async function appEnvironment(
  services: Services,
  config: Config,
  context: StageContext,
): Promise<Record<string, string | Secret>> {
  const entries = Object.entries(config.app.env).map(async ([name, value]) => {
    const resolved = typeof value === "string" ? value : await services.secret(value, "app", context);
    return [name, resolved] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholder like this.
const previewUrl = "${preview.url}";

/** The variables that mention the preview's address, with it in its place. */
export function addressEnvironment(config: Config, url: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.app.env).flatMap(([name, value]) =>
      typeof value === "string" && value.includes(previewUrl) ? [[name, value.replaceAll(previewUrl, url)]] : [],
    ),
  );
}
