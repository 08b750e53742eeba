import { createHash } from "node:crypto";
import { serverMajor } from "../database/client.ts";
import { type Connection, describeConnection } from "../database/connection.ts";
import { schemaDefinitions } from "./schema-definitions.ts";
import { withSource } from "./with-source.ts";

/** What a snapshot depends on, of the database that it is taken from. */
export interface SourceFacts {
  /** The same for a primary and its replicas; another after a restore into another cluster. */
  readonly identity: string;
  /** Changes with every definition that a dump of the schema writes down: of a table, a view, a function, a policy … */
  readonly schemaFingerprint: string;
  readonly major: number;
}

const identitySql = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' || oid AS identity
  FROM pg_database WHERE datname = current_database()`;

export function readSourceFacts(source: Connection, signal: AbortSignal): Promise<SourceFacts> {
  return withSource(source, signal, async (client) => {
    // Some providers do not let every role read the control file.
    const identity = await client
      .query<{ identity: string }>(identitySql)
      .then(({ rows }) => rows[0]?.identity ?? describeConnection(source))
      .catch(() => describeConnection(source));
    const { rows } = await client.query<{ part: string }>(schemaDefinitions);
    const hash = createHash("sha256");
    for (const { part } of rows) hash.update(part).update("\n");
    return { identity, schemaFingerprint: hash.digest("hex"), major: await serverMajor(client) };
  });
}
