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
 * @param findBroken tells which references hold neither here nor in the source; asked once, when a key is refused.
 * @returns the references whose constraint is NOT VALID only here.
 */
export async function createConstraints(
  run: (sql: string) => Promise<void>,
  { after, proofs }: Pick<CreatedSchema, "after" | "proofs">,
  findBroken: () => Promise<readonly Reference[]>,
): Promise<ReadonlySet<Reference>> {
  let unproven: ReadonlySet<Reference> = new Set();
  let finding: Promise<ReadonlySet<Reference>> | undefined;
  // PostgreSQL names one key at a time, and each run makes indexes and all other keys anew: nothing is run a third time.
  const runAll = async (sql: string): Promise<void> => {
    const tried = [...unproven].reduce(withoutProof, sql);
    await run(tried).catch(async (error: unknown) => {
      if (!isRefusal(error)) throw error;
      finding ??= findBroken().then((broken) => new Set(broken));
      unproven = await finding;
      const rest = [...unproven].reduce(withoutProof, sql);
      if (rest === tried) throw error;
      await run(rest);
    });
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
  return [...unproven].map(({ constraint, label, parent, parentLeaves }) => {
    const key = `foreign key ${constraint?.name} (${label})`;
    const rows = "were copied as they are, and the key is NOT VALID here";
    // Whether they are somewhere else, nobody has looked.
    const hidden = parent.partial && parentLeaves === undefined;
    return hidden
      ? `The ${key} refers to partitions that are left out: rows that need them ${rows}`
      : `The source's own rows break its ${key}: they ${rows}`;
  });
}

function isRefusal(error: unknown): boolean {
  const cause: unknown = error instanceof Problem ? error.cause : error;
  return cause instanceof Error && "code" in cause && cause.code === "23503";
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
