import { posix } from "node:path";
import { Problem } from "../problem.ts";
import { leadingDigits, stem } from "./framework.ts";
import type { MigrationFile, Migrations } from "./migrations.ts";

/** The files that the ledger does not hold, in the order in which they are applied. */
export function pendingMigrations(migrations: Migrations, ledgerRows: readonly string[]): MigrationFile[] {
  const applied = appliedNames(migrations, new Set(ledgerRows));
  return migrations.files.filter((file) => !namesOf(migrations, file).some((name) => applied.has(name)));
}

/**
 * Holds a tool to its word: some end with exit code 0 although a migration failed.
 * @param ledgerRows the ledger after the run.
 * @throws Problem "migrations-unapplied" that names the files.
 */
export function verifyApplied(migrations: Migrations, ledgerRows: readonly string[]): void {
  const missing = pendingMigrations(migrations, ledgerRows);
  if (missing.length === 0) return;
  throw new Problem({
    what: missing.length === 1 ? "A migration was not applied" : `${missing.length} migrations were not applied`,
    where: missing.map(({ path }) => path).join(", "),
    why: `${migrations.command ?? "the run"} ended without an error, but ${migrations.ledger?.table} does not hold them`,
    next: "Look at its output for the statement that failed, and let the command end with a non-zero exit code.",
    code: "migrations-unapplied",
  });
}

function appliedNames(migrations: Migrations, rows: ReadonlySet<string>): ReadonlySet<string> {
  switch (migrations.ledger?.rows) {
    case "latest": {
      const last = migrations.files.findLastIndex(({ name }) => rows.has(name));
      return new Set(migrations.files.slice(0, last + 1).map(({ name }) => name));
    }
    case "tips":
      return withAllBefore(migrations.files, rows);
    default:
      return rows;
  }
}

function withAllBefore(files: readonly MigrationFile[], tips: ReadonlySet<string>): ReadonlySet<string> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const reached = new Set<string>();
  const waiting = [...tips];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(byName.get(name)?.after ?? []));
  }
  return reached;
}

/** Endings of a migration's name: TypeScript is JavaScript by the time that it is applied in many images. */
const endings = ["js", "ts", "cjs", "mjs", "cts", "mts"];
const byFileName: ReadonlySet<string> = new Set(["knex", "sequelize"]);

/** An unknown tool may write down a file's whole name, the name without its ending, or its number. */
function namesOf({ framework }: Migrations, { name, path }: MigrationFile): string[] {
  if (byFileName.has(framework)) return endings.map((ending) => `${stem(path)}.${ending}`);
  return framework === "command" ? [name, stem(path), leadingDigits(path), posix.basename(path)] : [name];
}
