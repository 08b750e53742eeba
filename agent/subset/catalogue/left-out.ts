import { ledgerSchemas } from "../../database/ledger-tables.ts";
import type { Source } from "../source/source.ts";

interface LeftOut {
  readonly kind: string;
  readonly names: readonly string[];
}

/** What becomes of each kind, after its names. */
const fates: Readonly<Record<string, string>> = {
  "foreign table": "its rows are another server's: schema only",
  "partition in another schema": "that schema is not copied",
  "unlogged table": "a standby has no rows of it: schema only",
  "temporary table": "it is another session's: not copied",
  "table of an extension": "its rows come with the extension",
  "schema of a migration tool":
    "not among the chosen ones, so that the tool would run its old migrations again: name it in source.schemas as well",
  "event trigger": "created, but disabled",
  publication: "not copied",
  subscription: "not copied, so that the clone does not connect anywhere",
  "user mapping": "not copied, since it may hold a password",
};

const inSchemas = "($1::text[] IS NULL OR n.nspname = ANY ($1))";
const tables = (kind: string, where: string, name = "format('%I.%I', n.nspname, c.relname)") =>
  `SELECT '${kind}' AS kind, ${name} AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${where}`;
const ofExtension = `EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

const rootSchema = `(SELECT rn.nspname FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = pg_partition_root(c.oid))`;

const query = `
  SELECT kind, json_agg(name ORDER BY name) AS names FROM (
    ${[
      tables("foreign table", `c.relkind = 'f' AND ${inSchemas}`),
      tables(
        "unlogged table",
        `c.relkind = 'r' AND c.relpersistence = 'u' AND pg_is_in_recovery() AND ${inSchemas} AND NOT ${ofExtension}`,
      ),
      tables(
        "partition in another schema",
        `c.relkind = 'r' AND c.relispartition AND n.nspname <> ALL ($1) AND ${rootSchema} = ANY ($1)`,
      ),
      "SELECT 'schema of a migration tool', quote_ident(nspname) FROM pg_namespace WHERE nspname = ANY ($2) AND nspname <> ALL ($1)",
      tables("temporary table", "c.relkind IN ('r', 'p') AND c.relpersistence = 't'", "c.relname::text"),
      tables("table of an extension", `c.relkind IN ('r', 'p') AND c.oid >= 16384 AND ${ofExtension}`),
      "SELECT 'event trigger', evtname FROM pg_event_trigger",
      "SELECT 'publication', pubname FROM pg_publication",
      "SELECT 'subscription', subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
      "SELECT 'user mapping', format('%s of %s', srvname, usename) FROM pg_user_mappings",
    ].join("\n    UNION ALL ")}
  ) found GROUP BY kind ORDER BY kind`;

/** What the source holds and the target will not, or not as it is, a sentence each. */
export async function readLeftOut(source: Source, schemas: readonly string[] | undefined): Promise<string[]> {
  const found = await source.query<LeftOut>(query, [schemas ?? null, [...ledgerSchemas]]);
  return found.map(({ kind, names }) => {
    const shown = names.slice(0, 10).join(", ") + (names.length > 10 ? ` and ${names.length - 10} more` : "");
    return `${kind} ${shown}: ${fates[kind]}`;
  });
}
