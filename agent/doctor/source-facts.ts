import type { Client } from "pg";
import { type Connection, describeConnection } from "../database/connection.ts";
import { withReader } from "../database/with-reader.ts";

/** What is known of the source without reading a row of it: where it stands, and what the role may do there. */
export interface SourceStanding {
  /** `host:port/database`. */
  readonly where: string;
  readonly database: string;
  readonly user: string;
  /** True for a server that is written to. */
  readonly primary: boolean;
  /** What the role may do that has nothing to do with reading, in words: "is a superuser". */
  readonly powers: readonly string[];
  readonly schemas: readonly SchemaStanding[];
  /** Tables, and sequences, which only their last value is read of. */
  readonly relations: readonly RelationStanding[];
}

export interface SchemaStanding {
  readonly name: string;
  readonly usable: boolean;
  /** Who makes tables in it: what they make later is to be granted too. */
  readonly owners: readonly string[];
}

export interface RelationStanding {
  readonly schema: string;
  readonly name: string;
  readonly sequence: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  /** True where row-level security hides rows from the role. */
  readonly filtered: boolean;
}

/** Signs in and looks. @throws Problem "source-unreachable", "source-refused" … */
export function readSourceStanding(
  source: Connection,
  schemas: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<SourceStanding> {
  return withReader(source, signal, async (client) => {
    const { rows } = await client.query<Pick<SourceStanding, "primary" | "powers" | "user">>(roleQuery);
    const [role = { primary: true, powers: [], user: source.user }] = rows;
    return {
      ...role,
      where: describeConnection(source),
      database: source.database,
      schemas: await all<SchemaStanding>(client, schemasQuery, schemas),
      relations: await all<RelationStanding>(client, relationsQuery, schemas),
    };
  });
}

async function all<Row extends object>(client: Client, sql: string, schemas?: readonly string[]): Promise<Row[]> {
  return (await client.query<Row>(sql, [schemas ?? null])).rows;
}

const roleQuery = `
  SELECT NOT pg_is_in_recovery() AS primary, rolname AS user, array_remove(ARRAY[
           CASE WHEN rolsuper THEN 'is a superuser' END,
           CASE WHEN rolcreaterole AND NOT rolsuper THEN 'may make roles' END,
           CASE WHEN rolcreatedb AND NOT rolsuper THEN 'may make databases' END,
           CASE WHEN rolreplication AND NOT rolsuper THEN 'may replicate' END,
           CASE WHEN NOT rolsuper AND has_database_privilege(current_database(), 'CREATE') THEN 'may make schemas' END
         ], NULL)
         || ARRAY(SELECT 'is a member of ' || g.rolname FROM pg_roles g
                   WHERE NOT r.rolsuper AND g.oid <> r.oid AND pg_has_role(r.oid, g.oid, 'MEMBER')
                     AND (g.rolsuper OR g.rolname IN ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'))
                   ORDER BY 1)
         || ARRAY(SELECT 'may make tables in ' || n.nspname FROM pg_namespace n
                   WHERE NOT r.rolsuper AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                     AND has_schema_privilege(n.oid, 'CREATE') ORDER BY 1) AS powers
    FROM pg_roles r WHERE rolname = current_user`;

/** Those that hold anything to read; the system's and those of extensions are nobody's concern. */
const relations = `
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
     AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
     AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

const schemasQuery = `
  SELECT n.nspname AS name, has_schema_privilege(n.oid, 'USAGE') AS usable,
         array_agg(DISTINCT pg_get_userbyid(c.relowner)::text ORDER BY pg_get_userbyid(c.relowner)::text) AS owners
  ${relations} GROUP BY n.oid, n.nspname ORDER BY 1`;

const relationsQuery = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'S' AS sequence,
         CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT')
                        ELSE has_table_privilege(c.oid, 'SELECT') END AS readable,
         CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'UPDATE')
                        ELSE has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') END AS writable,
         row_security_active(c.oid) AS filtered
  ${relations} ORDER BY 1, 2`;
