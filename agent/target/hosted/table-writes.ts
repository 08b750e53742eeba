import { openClient } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import type { TableWrites, WriteCounters } from "../target.ts";

const sql = `
  SELECT format('%I.%I', schemaname, relname) AS table,
         n_tup_ins::float8 AS inserted, n_tup_upd::float8 AS updated, n_tup_del::float8 AS deleted
    FROM pg_stat_user_tables
   ORDER BY 1`;

/**
 * PostgreSQL's own counters of what was written to each table. A session that is busy may bring its share some seconds
 * late (PostgreSQL, "The Cumulative Statistics System").
 */
export async function readWriteCounters(database: Connection): Promise<WriteCounters> {
  const client = await openClient(database, { readOnly: true });
  try {
    const { rows } = await client.query<TableWrites>(sql);
    return Object.fromEntries(rows.map(({ table, ...counters }) => [table, counters]));
  } finally {
    await client.end();
  }
}

/**
 * The tables that were written to between two readings, most rows first.
 * @returns undefined where the counters were reset meanwhile: by a crash of the server, or by hand.
 */
export function writesBetween(then: WriteCounters, now: WriteCounters): TableWrites[] | undefined {
  const none = { inserted: 0, updated: 0, deleted: 0 };
  const writes = Object.entries(now).map(([table, counters]) => {
    const before = then[table] ?? none;
    return {
      table,
      inserted: counters.inserted - before.inserted,
      updated: counters.updated - before.updated,
      deleted: counters.deleted - before.deleted,
    };
  });
  if (writes.some(({ inserted, updated, deleted }) => Math.min(inserted, updated, deleted) < 0)) return undefined;
  return writes.filter((one) => rowsOf(one) > 0).sort((a, b) => rowsOf(b) - rowsOf(a));
}

function rowsOf({ inserted, updated, deleted }: TableWrites): number {
  return inserted + updated + deleted;
}
