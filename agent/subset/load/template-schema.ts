import { quoteLiteral } from "../../database/identifiers.ts";
import type { DumpedSchema } from "../../database/schema-dumper.ts";
import { isPlain } from "./load-schema.ts";
import { underSearchPath } from "./search-path.ts";

/** A schema in the two parts between which a template's copies get their rows. */
export interface TemplateSchema {
  /** One transaction each. */
  readonly before: readonly string[];
  /** One transaction: the foreign keys that are made before the rows, not validated. */
  readonly keys: string;
  readonly after: string;
  /** Statements that validate the foreign keys, in any order. */
  readonly proofs: readonly string[];
}

/** How both dumpers write a foreign key that may be NOT VALID: not one from a partitioned table. */
const foreignKey =
  /(ALTER TABLE ONLY (?:"(?:[^"]|"")*"|[^";\s])+)\s+ADD CONSTRAINT ((?:"(?:[^"]|"")*"|[^";\s])+) (FOREIGN KEY (?:"(?:[^"]|"")*"|[^";])*);/g;

/**
 * @param searchPath the source's: functions in indexes may rely on it.
 * @param isEarly tells by a foreign key's clause whether it may be made before the rows, which come without its
 *   triggers: afterwards it is validated, so that PostgreSQL proves it all the same.
 */
export function templateSchema(
  schema: DumpedSchema,
  searchPath: string,
  isEarly: (clause: string) => boolean,
): TemplateSchema {
  const keys: string[] = [];
  const proofs: string[] = [];
  const postData = schema.postData.replaceAll(foreignKey, (declared, table: string, name: string, clause: string) => {
    if (clause.endsWith("NOT VALID") || !isEarly(clause)) return declared;
    keys.push(`${table} ADD CONSTRAINT ${name} ${clause} NOT VALID;`);
    proofs.push(`${table} VALIDATE CONSTRAINT ${name};`);
    return "";
  });
  const [plain, others] = [schema.indexes.filter(isPlain), schema.indexes.filter((one) => !isPlain(one))];
  const noPath = "SELECT pg_catalog.set_config('search_path', '', false);\n";
  const ownPath = `SELECT pg_catalog.set_config('search_path', ${quoteLiteral(searchPath)}, false);\n`;
  const sqlOf = (some: typeof plain) => some.map(({ sql }) => sql).join("\n");
  return {
    before: [schema.preData, noPath + sqlOf(plain)],
    keys: noPath + keys.join("\n"),
    after: ownPath + sqlOf(others) + underSearchPath(postData, searchPath),
    proofs: proofs.sort(),
  };
}
