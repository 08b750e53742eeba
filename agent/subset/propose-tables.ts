import type { Connection } from "../database/connection.ts";
import { withReader } from "../database/with-reader.ts";

/** A table of which a clone should hold another part than the curve gives it. */
export interface TableProposal {
  /** As `subset.tables` names it: `plans`, `billing.plans`. */
  readonly table: string;
  readonly rows: "all" | 0;
  readonly reason: string;
}

/** What others refer to and what refers to nothing, at most this long, is a list of choices and not of things. */
const longestLookup = 500;

/** What apps keep for a while and for themselves. */
const passing = /(^|_)(sessions?|tokens?|password_resets?|nonces?|cache(_entries)?|rate_limits?)$/;
/** Where jobs of libraries wait. `jobs` alone may be what a company offers. */
const queues =
  /^(delayed_jobs?|good_jobs?|good_job_\w+|que_jobs|oban_jobs|failed_jobs|job_batches|solid_(queue|cache|cable)_\w+|celery_\w+|django_celery_\w+)$/;
const queueSchemas = new Set(["pgboss", "graphile_worker", "pgmq"]);

const statement = `
  SELECT n.nspname AS schema, c.relname AS name, c.reltuples::float8 AS estimate,
         EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.oid AND f.conrelid <> c.oid) AS referenced,
         EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid) AS refers
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
   ORDER BY 1, 2`;

interface Row {
  readonly schema: string;
  readonly name: string;
  /** Negative where the table was never analysed. */
  readonly estimate: number;
  readonly referenced: boolean;
  readonly refers: boolean;
}

/**
 * Proposes `subset.tables`: short lists that others refer to come whole, what passes (sessions, tokens, queues) does not
 * come. Only the catalogue is read.
 */
export function proposeTables(source: Connection, { signal }: { signal: AbortSignal }): Promise<TableProposal[]> {
  return withReader(source, signal, async (client) => {
    const { rows } = await client.query<Row>(statement);
    return rows.flatMap((row): TableProposal[] => {
      const table = row.schema === "public" ? row.name : `${row.schema}.${row.name}`;
      // A row that something refers to comes with it, whatever is written here.
      if (!row.referenced && (passing.test(row.name) || queues.test(row.name) || queueSchemas.has(row.schema)))
        return [{ table, rows: 0, reason: "holds what passes" }];
      const isShort = row.estimate >= 1 && row.estimate <= longestLookup;
      if (row.referenced && !row.refers && isShort)
        return [{ table, rows: "all", reason: `about ${Math.round(row.estimate)} rows that others refer to` }];
      return [];
    });
  });
}
