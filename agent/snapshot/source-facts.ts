import { createHash } from "node:crypto";
import { serverMajor } from "../database/client.ts";
import { type Connection, describeConnection } from "../database/connection.ts";
import { withSource } from "./with-source.ts";

/** What a snapshot depends on, of the database that it is taken from. */
export interface SourceFacts {
  /** The same for a primary and its replicas; another after a restore into another cluster. */
  readonly identity: string;
  /** Changes with every definition: of a table, a column, a constraint, an index, a view, a function, a type. */
  readonly schemaFingerprint: string;
  readonly major: number;
}

const identitySql = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' || oid AS identity
  FROM pg_database WHERE datname = current_database()`;

/**
 * Definitions rather than the catalogue's rows: those also change when a table is rewritten, or when somebody makes a
 * temporary one.
 */
const schemaSql = `
  WITH spaces AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
       relations AS (SELECT c.* FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace)
  SELECT format('%s %s %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attgenerated, a.attidentity) AS part
    FROM relations c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  UNION ALL
  SELECT format('%s %s %s', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid))
    FROM pg_attrdef d JOIN relations c ON c.oid = d.adrelid
  UNION ALL
  SELECT format('%s %s %s', c.oid::regclass, c.relkind, pg_get_viewdef(c.oid)) FROM relations c WHERE c.relkind IN ('v', 'm')
  UNION ALL
  SELECT format('%s %s', c.oid::regclass, pg_get_expr(c.relpartbound, c.oid)) FROM relations c WHERE c.relispartition
  UNION ALL
  SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN relations c ON c.oid = i.indrelid
  UNION ALL
  SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN relations c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('%s %s %s %s', k.conrelid::regclass, k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN spaces n ON n.oid = k.connamespace
  UNION ALL
  SELECT format('%s %s', p.oid::regprocedure, md5(coalesce(pg_get_function_result(p.oid), '') || p.prosrc || coalesce(p.probin, '')))
    FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace
  UNION ALL
  SELECT format('%s %s %s', e.enumtypid::regtype, e.enumlabel, e.enumsortorder) FROM pg_enum e
  UNION ALL
  SELECT format('%s %s', extname, extversion) FROM pg_extension
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
