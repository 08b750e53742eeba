import { previewUrlPlaceholder } from "../../config/preview-url.ts";
import type { Config } from "../../config/schema/config.ts";
import type { Connection } from "../../database/connection.ts";
import { Secret } from "../../secrets/secret.ts";
import { connectionUrl } from "../../snapshot/owner-login.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import type { AppFacts } from "./app-facts.ts";
import { databaseParts, namesDatabase } from "./database-parts.ts";

/** The variables under which the app expects its database: as one URL, and in parts where `app.env` asks for these. */
export function databaseEnvironment(
  app: Pick<AppFacts, "databaseVariables">,
  config: Config,
  database: Connection,
): Record<string, string | Secret> {
  // SQLAlchemy takes no other name of the scheme, and everybody takes this one.
  const url = new Secret(connectionUrl(database).replace(/^postgres:/, "postgresql:"));
  return {
    ...Object.fromEntries(app.databaseVariables.map((name) => [name, url])),
    ...databaseParts(config.app.env, database),
  };
}

/** The app's own environment from slipway.json, without what needs a database or the preview's address. */
export async function appEnvironment(
  services: Services,
  config: Config,
  context: StageContext,
): Promise<Record<string, string | Secret>> {
  const entries = Object.entries(config.app.env)
    .filter(([, value]) => !namesDatabase(value))
    .map(async ([name, value]) => {
      const resolved = typeof value === "string" ? value : await services.secret(value, "app", context);
      return [name, resolved] as const;
    });
  return Object.fromEntries(await Promise.all(entries));
}

/** The environment of a command that serves nobody, a migration's or a check's: the app's address is its own machine. */
export async function commandEnvironment(
  services: Services,
  config: Config,
  app: Pick<AppFacts, "port">,
  context: StageContext,
): Promise<Record<string, string | Secret>> {
  return {
    ...(await appEnvironment(services, config, context)),
    ...addressEnvironment(config, `http://localhost:${app.port}`),
  };
}

/** The variables that mention the preview's address, with it in its place. */
export function addressEnvironment(config: Config, url: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.app.env).flatMap(([name, value]) =>
      typeof value === "string" && value.includes(previewUrlPlaceholder)
        ? [[name, value.replaceAll(previewUrlPlaceholder, url)]]
        : [],
    ),
  );
}
