/** A repository of one migration tool, and what that tool has written down in production. */
export interface LedgerCase {
  readonly framework: string;
  /** Where it differs from the tool's usual one. */
  readonly called?: string;
  /** `migrations.ledger` of slipway.json. */
  readonly configured?: string;
  /** The repository with its first so many migrations. */
  files(count: number): Record<string, string>;
  /** The tool's tables with their rows, when so many migrations were applied. */
  sql(count: number): string;
  /** Another source than the others have: two tools give their ledgers one name. */
  readonly source?: string;
  /** The tables of its own, besides the ledger, that must come whole. */
  readonly others?: readonly string[];
}

/** One entry for each migration, from 1. */
export function eachMigration<T>(count: number, make: (number: string, index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(String(index + 1).padStart(4, "0"), index + 1));
}

/** Files of these names, all of the same text. */
export function migrationFiles(
  count: number,
  name: (number: string) => string,
  text: (number: string, index: number) => string = () => "select 1;",
): Record<string, string> {
  return Object.fromEntries(eachMigration(count, (number, index) => [name(number), text(number, index)]));
}

/** `package.json` of a repository that depends on a package. */
export function dependsOn(name: string, scripts: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { "package.json": JSON.stringify({ dependencies: { [name]: "1" }, scripts }) };
}

/** Rows of one expression list for each of so many numbers `n`, written with four digits as `no`. */
export function ledgerRows(table: string, columns: string, count: number): string {
  return `INSERT INTO ${table} SELECT ${columns} FROM generate_series(1, ${count}) n, to_char(n, 'FM0000') no;`;
}
