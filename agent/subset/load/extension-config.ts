import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { qualifiedName, quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";
import type { Work } from "../../work.ts";
import type { Source } from "../source/source.ts";
import { schedulers } from "./schedulers.ts";
import type { TargetDatabase } from "./target-database.ts";

/** A table or sequence that an extension has declared to be configuration. */
interface Config {
  readonly extension: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  /** `WHERE …`: the rows that the extension does not bring itself; empty for all. */
  readonly condition: string;
  readonly readable: boolean;
  readonly columns: readonly string[];
}

const configs = `
  SELECT e.extname AS extension, n.nspname AS schema, c.relname AS name, c.relkind AS kind, coalesce(x.condition, '') AS condition,
         has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
         ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attgenerated = '' ORDER BY a.attnum) AS columns
    FROM pg_extension e CROSS JOIN LATERAL unnest(e.extconfig, e.extcondition) AS x(oid, condition)
    JOIN pg_class c ON c.oid = x.oid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'S') ORDER BY 1, 2, 3`;

/**
 * Copies what was written into the configuration tables of extensions, whole: the extension itself makes the tables, and
 * the rows that come with it.
 * @returns what was left out, a sentence each.
 */
export async function copyExtensionConfig(source: Source, target: TargetDatabase, work: Work): Promise<string[]> {
  const notes: string[] = [];
  for (const config of await source.query<Config>(configs)) {
    const name = `${config.schema}.${config.name}`;
    if (schedulers.has(config.extension)) notes.push(`table ${name} of ${config.extension}: its jobs are not copied`);
    else if (!config.readable)
      notes.push(`table ${name} of ${config.extension}: it may not be read, and is not copied`);
    else if (config.kind === "S") await copySequence(source, target, config);
    else await copyTable(source, target, config, work);
  }
  return notes;
}

async function copyTable(source: Source, target: TargetDatabase, config: Config, work: Work): Promise<void> {
  const table = qualifiedName(config);
  const columns = config.columns.map(quoteIdentifier).join(", ");
  await source.withSession((reader) =>
    target.withSession(async (writer) => {
      // The extension's own script may have made some of them already, in another version of it.
      await writer.query(`CREATE TEMPORARY TABLE extension_config AS SELECT ${columns} FROM ${table} WITH NO DATA`);
      const out = reader.query(copyTo(`COPY (SELECT ${columns} FROM ONLY ${table} ${config.condition}) TO STDOUT`));
      const into = writer.query(copyFrom("COPY extension_config FROM STDIN"));
      for (const stream of [out, into]) stream.on("error", () => {});
      await pipeline([out, into], { signal: work.signal });
      await writer.query(
        `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT * FROM extension_config ON CONFLICT DO NOTHING;
         DROP TABLE extension_config`,
      );
    }),
  );
}

async function copySequence(source: Source, target: TargetDatabase, config: Config): Promise<void> {
  const name = qualifiedName(config);
  const query = `SELECT last_value::text AS value, is_called AS called FROM ${name}`;
  const [state] = await source.query<{ value: string; called: boolean }>(query);
  if (state) await target.run(`SELECT setval(${quoteLiteral(name)}, ${state.value}, ${state.called})`);
}
