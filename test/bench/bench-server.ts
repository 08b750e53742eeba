import { withDatabase } from "../../agent/database/connection.ts";
import { quoteIdentifier } from "../../agent/database/identifiers.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

/** A server of a benchmark's own, with databases by name. */
export interface BenchServer extends TestPostgres {
  /** Its address for a program that is given a URL. */
  address(database: string): string;
  /** Makes a database and fills it. */
  fill(database: string, ...statements: readonly string[]): Promise<void>;
  /** Makes a database anew, holding nothing. */
  empty(database: string): Promise<void>;
  /** The (last) result's rows. */
  rows<Row extends object>(database: string, statement: string): Promise<Row[]>;
}

/** Starts a server, lends it, and removes it with all that was made in it. */
export async function withBenchServer<T>(use: (server: BenchServer) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ max_wal_size: "8GB", max_locks_per_transaction: "1024" });
  const { connection } = postgres;
  try {
    return await use({
      ...postgres,
      address: (database) => postgres.url.replace(/[^/]+$/, database),
      async fill(database, ...statements) {
        const made = await createDatabase(connection, database);
        for (const statement of statements) await sql(made, statement);
        await sql(made, "VACUUM (ANALYZE, FREEZE)");
      },
      async empty(database) {
        await sql(connection, `DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`);
        await createDatabase(connection, database);
      },
      rows: (database, statement) => sql(withDatabase(connection, database), statement),
    });
  } finally {
    await postgres.stop();
  }
}
