import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import { endSessions } from "../../database/end-sessions.ts";
import { backendOf } from "../../database/server-process.ts";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import { plainSqlLedger } from "../frameworks/plain-sql.ts";
import type { MigrationFile, Migrations } from "../migrations.ts";
import { failedStatement } from "./failed-statement.ts";
import { type Statement, splitStatements } from "./statements.ts";
import { wantsTransaction } from "./transaction.ts";

/** One file that was applied, and how long it took. */
export interface AppliedMigration {
  readonly name: string;
  readonly seconds: number;
}

/**
 * Applies the SQL files that the ledger `slipway_migrations` does not hold, each in a transaction of its own unless it
 * holds what refuses one (CONCURRENTLY) or steers one itself. Cancelling ends the statement that runs and undoes its file.
 * @throws Problem "migration-failed" (file, line, SQLSTATE, message), "migration-edited" (applied with other content).
 */
export async function runPlainSql(
  connection: Connection,
  treeDirectory: string,
  migrations: Pick<Migrations, "files">,
  work: Work,
): Promise<AppliedMigration[]> {
  const client = await openClient(connection, { signal: work.signal });
  const session = { client, backend: await backendOf(client) };
  let ended: Promise<void> | undefined;
  const cancel = () => {
    ended = endSessions(connection, [session]);
  };
  work.signal.addEventListener("abort", cancel, { once: true });
  try {
    return await applyAll(client, treeDirectory, migrations.files, work);
  } catch (error) {
    await ended;
    work.signal.throwIfAborted();
    throw error;
  } finally {
    work.signal.removeEventListener("abort", cancel);
    if (!ended) await client.end().catch(() => undefined);
  }
}

async function applyAll(
  client: Client,
  treeDirectory: string,
  files: readonly MigrationFile[],
  work: Work,
): Promise<AppliedMigration[]> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${plainSqlLedger}
       (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const ledger = await client.query<{ name: string; sha256: string }>(`SELECT name, sha256 FROM ${plainSqlLedger}`);
  const known = new Map(ledger.rows.map(({ name, sha256 }) => [name, sha256]));
  const applied: AppliedMigration[] = [];
  for (const [index, file] of files.entries()) {
    work.signal.throwIfAborted();
    const sql = await readFile(join(treeDirectory, file.path), "utf8");
    const sha256 = createHash("sha256").update(sql).digest("hex");
    const before = known.get(file.name);
    if (before !== undefined && before !== sha256) throw edited(file);
    if (before !== undefined) continue;
    work.progress(`Applying ${file.name}`, index / files.length);
    const started = performance.now();
    await apply(client, file, sql, sha256, work);
    const seconds = (performance.now() - started) / 1000;
    work.log(`applied ${file.path} in ${seconds.toFixed(2)} s\n`);
    applied.push({ name: file.name, seconds });
  }
  return applied;
}

async function apply(client: Client, { name, path }: MigrationFile, sql: string, sha256: string, work: Work) {
  const statements = splitStatements(sql);
  const undone = wantsTransaction(statements);
  const perform = (statement: Statement, query: () => Promise<unknown>) =>
    query().catch((error) => {
      throw failedStatement(error, { path, statement, undone });
    });
  try {
    if (undone) await client.query("BEGIN");
    for (const statement of statements) {
      work.signal.throwIfAborted();
      await perform(statement, () => client.query(statement.text));
    }
    await client.query(`INSERT INTO ${plainSqlLedger} (name, sha256) VALUES ($1, $2)`, [name, sha256]);
    // Deferred constraints are checked here, at the end of the file.
    if (undone) await perform(endOf(sql), () => client.query("COMMIT"));
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

function endOf(sql: string): Statement {
  return { text: "COMMIT", line: sql.trimEnd().split("\n").length, words: "COMMIT" };
}

function edited({ path }: MigrationFile): Problem {
  return new Problem({
    what: "A migration was edited after it had been applied",
    where: path,
    why: `${plainSqlLedger} holds it with other content, so production already has the older text`,
    next: "Take the edit back, and put what is new into a file of its own.",
    code: "migration-edited",
  });
}
