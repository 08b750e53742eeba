import type { Config } from "../../config/schema/config.ts";
import { sourceConnection, sourceUrl } from "../../config/source-connection.ts";
import type { Connection } from "../../database/connection.ts";
import { Problem } from "../../problem.ts";
import { Secret } from "../../secrets/secret.ts";

interface NamedSource {
  readonly connection: Connection;
  readonly schemas: readonly string[] | undefined;
}

/**
 * The source that slipway.json names.
 * @param root the repository's, which paths in the file count from.
 * @throws Problem (usage) where it does not say how to get there. A command that the file names is not run: nobody has
 *   looked at it yet.
 */
export function namedSource(config: Config, root: string, environment: NodeJS.ProcessEnv): NamedSource {
  const named = sourceUrl(config);
  const value = typeof named === "object" && "env" in named ? environment[named.env] : undefined;
  if (!value) {
    throw new Problem({
      what: "The source's address is not known here",
      where: "source.url in slipway.json",
      why: typeof named === "object" && "env" in named ? `${named.env} is not set` : "a command gives it",
      next: "Set the variable, or give the address: `slipway doctor --source env:NAME`.",
      code: "credential-missing",
      usage: true,
    });
  }
  return { connection: sourceConnection(config, new Secret(value), root), schemas: config.source?.schemas };
}
