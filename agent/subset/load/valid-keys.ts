import type { ForeignKey, Reference } from "../catalogue/references.ts";
import type { TargetDatabase } from "./target-database.ts";

const validated = `
  SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, quote_ident(k.conname) AS name
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE k.contype = 'f' AND k.convalidated`;

/** The target's foreign keys for which PostgreSQL vouches. */
export interface ValidKeys {
  has(reference: Reference): boolean;
}

export async function readValidKeys(target: TargetDatabase): Promise<ValidKeys> {
  const rows = await target.query<{ table: string; name: string }>(validated);
  const keys = new Set(rows.map(({ table, name }) => `${table} ${name}`));
  const textOf = ({ quotedTable, quotedName }: ForeignKey) => `${quotedTable} ${quotedName}`;
  return { has: ({ constraint }) => constraint !== undefined && keys.has(textOf(constraint)) };
}
