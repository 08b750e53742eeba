import { readFileSync } from "node:fs";
import type { Connection } from "../database/connection.ts";
import { parseConnection } from "../database/parse-connection.ts";
import { Problem } from "../problem.ts";
import type { Value } from "../secrets/resolve-value.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Config } from "./schema/config.ts";

/** Where the source's URL is to be had. @throws Problem "no-source" where slipway.json names none. */
export function sourceUrl({ source }: Config): Value {
  if (source?.url !== undefined) return source.url;
  throw new Problem({
    what: "There is no production database to take rows from",
    where: "source.url in slipway.json, on the base branch",
    next: 'Name it there: "source": { "url": { "env": "PRODUCTION_DATABASE_URL" } }, and merge that first.',
    code: "no-source",
    usage: true,
  });
}

/** The source as slipway.json describes it, its URL resolved. */
export function sourceConnection({ source }: Config, url: Secret): Connection {
  const connection = parseConnection(url.reveal(), {});
  if (!source?.ssl) return connection;
  const { mode, ca } = source.ssl;
  return { ...connection, ssl: { mode, ca: ca === undefined ? undefined : readFileSync(ca, "utf8") } };
}
