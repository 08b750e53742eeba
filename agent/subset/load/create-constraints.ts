import { qualifiedName } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";
import type { ForeignKey, Reference } from "../catalogue/references.ts";
import type { CreatedSchema } from "../created-schema.ts";
import { statementsAtOnce } from "./statements-at-once.ts";

/**
 * Runs the schema's last section, indexes and constraints, over the loaded rows, then proves the foreign keys that were
 * there before them. One that the source's own rows break (its triggers were once off) cannot hold here either: it is
 * NOT VALID, and the rows stay as they are.
 * @param run runs SQL as one transaction.
 * @param isBroken tells whether the source breaks this reference; asked only when it does not hold here.
 * @returns the references whose constraint is NOT VALID only here.
 */
export async function createConstraints(
  run: (sql: string) => Promise<void>,
  { after, proofs }: Pick<CreatedSchema, "after" | "proofs">,
  references: readonly Reference[],
  isBroken: (reference: Reference) => Promise<boolean>,
): Promise<ReadonlySet<Reference>> {
  const unproven = new Set<Reference>();
  const runAll = async (sql: string): Promise<void> => {
    for (;;) {
      try {
        return await run([...unproven].reduce(withoutProof, sql));
      } catch (error) {
        const reference = references.find((one) => one.validated && isRefused(one, error));
        if (!reference || unproven.has(reference) || !(await isBroken(reference))) throw error;
        unproven.add(reference);
      }
    }
  };
  await runAll(after);
  // They take no lock from each other, and in their order two never wait for each other's tables.
  const size = Math.ceil(proofs.length / statementsAtOnce);
  const portions = Array.from({ length: statementsAtOnce }, (_, portion) =>
    proofs.slice(portion * size, (portion + 1) * size).join("\n"),
  );
  await Promise.all(portions.filter(Boolean).map(runAll));
  return unproven;
}

/** What the report says about them. */
export function unprovenNotes(unproven: Iterable<Reference>): string[] {
  return [...unproven].map(
    ({ constraint, label }) =>
      `The source's own rows break its foreign key ${constraint?.name} (${label}): they were copied as they are, and the key is NOT VALID here`,
  );
}

/** PostgreSQL names the partition when a partitioned table's key is refused. */
function isRefused({ constraint }: Reference, error: unknown): boolean {
  const cause: unknown = error instanceof Problem ? error.cause : error;
  if (!constraint || !(cause instanceof Error) || !("code" in cause) || cause.code !== "23503") return false;
  const said = cause as Partial<Record<"schema" | "table" | "constraint", string>>;
  const tables = [constraint, ...constraint.partitions.map(({ schema, name: table }) => ({ schema, table }))];
  return (
    said.constraint === constraint.name &&
    tables.some(({ schema, table }) => schema === said.schema && table === said.table)
  );
}

/** The same SQL with one foreign key NOT VALID: partition by partition, since a partitioned table cannot have such a one. */
function withoutProof(sql: string, { constraint }: Reference): string {
  if (!constraint) return sql;
  const proof = `ALTER TABLE ONLY ${constraint.quotedTable} VALIDATE CONSTRAINT ${constraint.quotedName};`;
  return sql.replace(proof, "").replace(declaration(constraint), (_, clause: string) => {
    const { partitions, quotedTable } = constraint;
    const tables = partitions.length > 0 ? partitions.map(qualifiedName) : [quotedTable];
    const statements = tables.map(
      (table) => `ALTER TABLE ONLY ${table} ADD CONSTRAINT ${constraint.quotedName} ${clause} NOT VALID;`,
    );
    return statements.join("\n");
  });
}

/** How both dumpers write a foreign key; the clause may hold quoted names with a semicolon in them. */
function declaration({ quotedTable, quotedName }: ForeignKey): RegExp {
  return new RegExp(
    `ALTER TABLE (?:ONLY )?${literally(quotedTable)}\\s+ADD CONSTRAINT ${literally(quotedName)} (FOREIGN KEY (?:"(?:[^"]|"")*"|[^";])*);`,
  );
}

function literally(text: string): string {
  return text.replaceAll(/[^\w\s]/g, "\\$&");
}
