import { quoteIdentifier } from "../../database/identifiers.ts";
import type { TargetDatabase } from "./target-database.ts";

interface Check {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Checks that call a function of the schema's own, parents before the tables that inherit from them. */
const checks = `
  SELECT k.conrelid::regclass::text AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k
   WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.conislocal AND k.oid >= 16384
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = k.conrelid AND e.deptype = 'e')
     AND EXISTS (SELECT FROM pg_depend d JOIN pg_proc p ON p.oid = d.refobjid JOIN pg_language l ON l.oid = p.prolang
                  WHERE d.classid = 'pg_constraint'::regclass AND d.objid = k.oid AND d.refclassid = 'pg_proc'::regclass
                    AND l.lanname NOT IN ('internal', 'c') AND p.oid >= 16384)
   ORDER BY k.coninhcount, k.oid`;

/**
 * Takes such checks away until the rows are in: a function may look at rows of another table, which come at any time.
 * @returns how to put them back; this tells which of them the rows that were chosen do not fulfil.
 */
export async function withoutLateChecks(target: TargetDatabase): Promise<() => Promise<string[]>> {
  const found = await target.query<Check>(checks);
  for (const { table, name } of found)
    await target.run(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(name)}`);
  return async () => {
    const notes: string[] = [];
    for (const { table, name, definition } of found.toReversed()) {
      const add = `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(name)} ${definition}`;
      await target.run(add).catch(async (error: unknown) => {
        if (!isRefusal(error)) throw error;
        await target.run(`${add} NOT VALID`);
        notes.push(
          `The check ${name} of ${table} does not hold for the rows that were chosen (${error.message}): it is NOT VALID here`,
        );
      });
    }
    return notes;
  };
}

/** The check is not fulfilled, or its function fails: it raises, or does not find what it looks for. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(23514|42883|42P01|22|P0)/.test(String(error.code));
}
