import { readFileSync } from "node:fs";
import { resolve } from "node:path";
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

/**
 * The source as slipway.json describes it, its URL resolved.
 * @param root what paths in the file are relative to.
 * @throws Problem "config-invalid" where the certificate authority's file cannot be read.
 */
export function sourceConnection({ source }: Config, url: Secret, root: string): Connection {
  const connection = parseConnection(url.reveal(), {});
  if (!source?.ssl) return connection;
  const { mode, ca } = source.ssl;
  return { ...connection, ssl: { mode, ca: ca === undefined ? undefined : readAuthority(resolve(root, ca)) } };
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Problem({
      what: "The certificate authority of the source cannot be read",
      where: file,
      why: (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(cause),
      next: "Put the PEM file there, or correct source.ssl.ca in slipway.json.",
      code: "config-invalid",
      usage: true,
      cause,
    });
  }
}
