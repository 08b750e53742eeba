import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import { type Connection, describeConnection } from "../../database/connection.ts";
import { quoteIdentifier } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";

/** What an empty database held before anything was built in it. */
export interface Inventory {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  /** True where it held large objects, which nothing else tells from ours. */
  readonly largeObjects: boolean;
  /** SQL that makes the schema `public` again as it was. */
  readonly publicSchema: string;
}

const userSchemas = `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`;
const notOfExtension = (catalogue: string, alias: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${alias}.oid AND d.deptype = 'e')`;

/** @throws Problem (usage) when there is anything that a person may miss. */
export async function requireEmpty(client: Client, connection: Connection): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN (${userSchemas}) AND c.relkind NOT IN ('i', 'I') AND ${notOfExtension("pg_class", "c")}
      UNION ALL
     SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN (${userSchemas}) AND ${notOfExtension("pg_proc", "p")} LIMIT 4`,
  );
  if (rows.length === 0) return;
  throw new Problem({
    what: "The target database is not empty",
    where: describeConnection(connection),
    why: `it holds ${rows.map(({ name }) => name).join(", ")}`,
    next: "Name an empty one: createdb NAME.",
    code: "target-not-empty",
    usage: true,
  });
}

export async function inventory(client: Client): Promise<Inventory> {
  const { rows: schemas } = await client.query<{ nspname: string }>(userSchemas);
  const { rows: extensions } = await client.query<{ extname: string }>("SELECT extname FROM pg_extension");
  const { rows: owners } = await client.query<{ owner: string }>(
    "SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = 'public'",
  );
  const { rows: grants } = await client.query<{ grant: string }>(
    `SELECT format('GRANT %s ON SCHEMA public TO %s;', privilege_type,
                   CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END) AS grant
       FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) WHERE nspname = 'public'`,
  );
  const { rows: objects } = await client.query("SELECT 1 FROM pg_largeobject_metadata LIMIT 1");
  const owner = owners[0]?.owner;
  return {
    schemas: schemas.map(({ nspname }) => nspname),
    extensions: extensions.map(({ extname }) => extname),
    largeObjects: objects.length > 0,
    publicSchema:
      owner === undefined
        ? ""
        : `CREATE SCHEMA public AUTHORIZATION ${owner}; ${grants.map((one) => one.grant).join(" ")}`,
  };
}

/** Removes everything that was not there before. */
export async function clearDatabase(connection: Connection, before: Inventory): Promise<void> {
  const client = await openClient(connection, { role: "target" });
  try {
    const { rows } = await client.query<{ sql: string }>(
      `SELECT format('DROP EVENT TRIGGER %I;', evtname) AS sql FROM pg_event_trigger
        UNION ALL SELECT format('DROP EXTENSION %I CASCADE;', extname) FROM pg_extension WHERE extname <> ALL ($1)
        UNION ALL SELECT format('DROP SCHEMA %I CASCADE;', nspname) FROM pg_namespace
                   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname <> ALL ($2)
        UNION ALL SELECT format('DROP SERVER %I CASCADE;', srvname) FROM pg_foreign_server
        UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE;', fdwname) FROM pg_foreign_data_wrapper`,
      [before.extensions, before.schemas],
    );
    const emptied = before.schemas.filter((schema) => schema === "public").map(quoteIdentifier);
    const publicAgain = emptied.length > 0 ? `DROP SCHEMA public CASCADE; ${before.publicSchema}` : "";
    if (!before.largeObjects) await client.query("SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
    await client.query(`SET client_min_messages = error; ${rows.map(({ sql }) => sql).join(" ")} ${publicAgain}`);
  } finally {
    await client.end();
  }
}
