import type { Connection } from "../../database/connection.ts";
import { readLedger } from "../../migrations/ledger.ts";
import type { Migrations } from "../../migrations/migrations.ts";
import { pendingMigrations, verifyApplied } from "../../migrations/pending-migrations.ts";
import { runPlainSql } from "../../migrations/plain-sql/run-plain-sql.ts";
import { toolError } from "../../migrations/tool-error.ts";
import { Problem } from "../../problem.ts";
import type { Exit } from "../../runtime/runtime.ts";
import type { StageContext } from "../stage.ts";

/** Where migrations run, and how. */
export interface MigrationGround {
  /** The database as this machine reaches it: for the ledger, and for plain SQL files. */
  readonly database: Connection;
  /** Runs the tool's command in the new image, the database's URL in its environment. */
  run(command: string): Promise<Exit>;
  /** Hands over the commit's files. */
  withTree<T>(use: (directory: string) => Promise<T>): Promise<T>;
}

/** The names of the migrations that the database lacks, as far as the files tell. */
export async function listPending(
  migrations: Migrations,
  database: Connection,
  context: StageContext,
): Promise<string[]> {
  const rows = await readLedger(database, migrations.ledger, context);
  return pendingMigrations(migrations, rows).map(({ name }) => name);
}

/**
 * Brings the schema forward and makes sure of it by the ledger.
 * @returns the names of what was pending, and of what the ledger holds besides since then.
 * @throws Problem "migration-failed" with the end of the tool's output, "migrations-unapplied".
 */
export async function applyMigrations(
  migrations: Migrations,
  ground: MigrationGround,
  context: StageContext,
): Promise<string[]> {
  const read = () => readLedger(ground.database, migrations.ledger, context);
  const before = await read();
  const pending = pendingMigrations(migrations, before).map(({ name }) => name);
  const { command } = migrations;
  context.progress(pending.length > 0 ? `applying ${pending.join(", ")}` : "nothing is pending");
  if (command === undefined) {
    await ground.withTree((directory) => runPlainSql(ground.database, directory, migrations, context));
  } else {
    const { exitCode, tail } = await ground.run(command);
    if (exitCode !== 0) throw failed(command, pending, tail);
  }
  if (!migrations.ledger) return pending;
  const after = await read();
  verifyApplied(migrations, after);
  const besides = migrations.unlisted ? new Set(after).difference(new Set(before)) : [];
  return [...new Set([...pending, ...besides])];
}

function failed(command: string, pending: readonly string[], tail: string): Problem {
  return new Problem({
    what: "The migration failed",
    where: pending.join(", ") || command,
    why: toolError(tail),
    next: "Mend it, commit, and ship again: the next try starts from production's own state. The whole output: `slipway logs migrate`.",
    code: "migration-failed",
  });
}
