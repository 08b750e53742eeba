import { openClient } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { quoteIdentifier } from "../database/identifiers.ts";
import type { Work } from "../work.ts";
import type { Ledger } from "./migrations.ts";

/** Columns in which tools write a file's name, the likeliest first. */
const nameColumns = [
  "name",
  "migration_name",
  "version",
  "version_num",
  "script",
  "filename",
  "migration",
  "tag",
  "id",
];

/**
 * What a migration tool has written down as applied, in its own names; empty where it has no table yet.
 * @throws Problem where the database cannot be reached; the driver's error where the table cannot be read.
 */
export async function readLedger(
  connection: Connection,
  ledger: Ledger | undefined,
  { signal }: Pick<Work, "signal">,
): Promise<string[]> {
  if (!ledger) return [];
  const client = await openClient(connection, { signal, readOnly: true });
  const cancel = () => client.connection.stream.destroy();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const table = ledger.table.split(".").map(quoteIdentifier).join(".");
    const columns = await client.query<{ name: string }>(
      "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped",
      [table],
    );
    const names = columns.rows.map(({ name }) => name);
    const likely = nameColumns.find((name) => names.includes(name));
    const column = ledger.column ?? (likely && quoteIdentifier(likely));
    if (names.length === 0 || column === undefined) return [];
    const condition = ledger.where ? ` WHERE ${ledger.where}` : "";
    const { rows } = await client.query<{ name: string | null }>(
      `SELECT (${column})::text AS name FROM ${table}${condition}`,
    );
    return rows.flatMap(({ name }) => (name === null ? [] : [name]));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    await client.end().catch(() => undefined);
  }
}
