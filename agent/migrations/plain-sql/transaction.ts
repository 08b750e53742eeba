import type { Statement } from "./statements.ts";

/** Statements that PostgreSQL refuses inside a transaction. */
const alone =
  /\bCONCURRENTLY\b|^VACUUM\b|^(CREATE|DROP)\s+(DATABASE|TABLESPACE)\b|^ALTER\s+SYSTEM\b|^REINDEX\s+(DATABASE|SYSTEM)\b/i;
const control = /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b(?!\s+TO\b)/i;

/** True where a file is applied in a transaction of its own: not if it steers one itself, or holds what refuses one. */
export function wantsTransaction(statements: readonly Statement[]): boolean {
  return !statements.some(({ words }) => alone.test(words) || control.test(words));
}
