import { createHash } from "node:crypto";
import { serverMajor } from "../database/client.ts";
import { type Connection, describeConnection } from "../database/connection.ts";
import { withSource } from "./with-source.ts";

/** What a snapshot depends on, of the database that it is taken from. */
export interface SourceFacts {
  /** The same for a primary and its replicas; another after a restore into another cluster. */
  readonly identity: string;
  /** Changes whenever a table, column, constraint or index does. */
  readonly schemaFingerprint: string;
  readonly major: number;
}

const identitySql = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' || oid AS identity
  FROM pg_database WHERE datname = current_database()`;

const schemaSql = `
  SELECT format('%s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY 1`;

export function readSourceFacts(source: Connection, signal: AbortSignal): Promise<SourceFacts> {
  return withSource(source, signal, async (client) => {
    // Some providers do not let every role read the control file.
    const identity = await client
      .query<{ identity: string }>(identitySql)
      .then(({ rows }) => rows[0]?.identity ?? describeConnection(source))
      .catch(() => describeConnection(source));
    const { rows } = await client.query<{ part: string }>(schemaSql);
    const hash = createHash("sha256");
    for (const { part } of rows) hash.update(part).update("\n");
    return { identity, schemaFingerprint: hash.digest("hex"), major: await serverMajor(client) };
  });
}
