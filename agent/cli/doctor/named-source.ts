import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseConfig } from "../../config/parse-config.ts";
import { sourceConnection, sourceUrl } from "../../config/source-connection.ts";
import type { Connection } from "../../database/connection.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { Problem } from "../../problem.ts";
import { Secret } from "../../secrets/secret.ts";
import type { CommandPlace } from "../session/session.ts";

interface NamedSource {
  readonly connection: Connection;
  readonly schemas: readonly string[] | undefined;
}

/**
 * The source that the command names, or slipway.json here.
 * @throws Problem (usage) where neither says how to get to it. A command that the file names is not run: the file is as
 *   the working tree has it, and nobody has looked at it yet.
 */
export async function namedSource(
  { directory, config: file }: CommandPlace,
  environment: NodeJS.ProcessEnv,
  url: string | undefined,
): Promise<NamedSource> {
  if (url !== undefined) return { connection: parseConnection(url, environment), schemas: undefined };
  const path = file ?? resolve(directory, "slipway.json");
  const config = parseConfig(await readFile(path, "utf8").catch(() => nothingNamed(path)), path);
  const named = sourceUrl(config);
  const value = typeof named === "object" && "env" in named ? environment[named.env] : undefined;
  if (!value) {
    throw new Problem({
      what: "The source's address is not known here",
      where: `source.url in ${path}`,
      why: typeof named === "object" && "env" in named ? `${named.env} is not set` : "a command gives it",
      next: "Set the variable, or give the address: `slipway doctor --source env:NAME`.",
      code: "credential-missing",
      usage: true,
    });
  }
  return { connection: sourceConnection(config, new Secret(value), dirname(path)), schemas: config.source?.schemas };
}

function nothingNamed(path: string): never {
  throw new Problem({
    what: "Nothing names a source",
    where: path,
    why: "there is no such file",
    next: "Give the address: `slipway doctor --source env:NAME`.",
    code: "config-missing",
    usage: true,
  });
}
