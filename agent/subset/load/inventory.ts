import type { Client } from "pg";

/** What an empty database held before anything was built in it: extensions above all, in any schema. */
export interface Inventory {
  /** By key. */
  readonly objects: ReadonlyMap<string, DatabaseObject>;
  /** Numbers of large objects. */
  readonly largeObjects: readonly string[];
  /** Rows of this transaction and of later ones were not there. */
  readonly nextTransaction: string;
}

/** A schema, something in one, or something that is in none. */
export interface DatabaseObject {
  /** Of the catalogue and of the object: names may change. */
  readonly key: string;
  /** As SQL says it behind DROP. */
  readonly kind: string;
  /** In full, and quoted where that is needed. */
  readonly identity: string;
  /** False for what goes with something else, as an extension's members do. */
  readonly separate: boolean;
  /** SQL that puts back what a subset may change of an object that was there: a comment, for instance. */
  readonly state: string;
}

const contents = `
  WITH schemas AS (
    SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), objects AS (
    SELECT 'pg_namespace'::regclass AS class, oid FROM schemas
     UNION SELECT d.classid::regclass, d.objid FROM pg_depend d JOIN schemas s ON s.oid = d.refobjid
            WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n'
     UNION SELECT 'pg_extension'::regclass, oid FROM pg_extension
     UNION SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
     UNION SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
     UNION SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
     UNION SELECT 'pg_am'::regclass, oid FROM pg_am WHERE oid >= 16384
     UNION SELECT 'pg_cast'::regclass, oid FROM pg_cast WHERE oid >= 16384
  ), named AS (
    SELECT o.*, i.identity, replace(replace(i.type, 'statistics object', 'statistics'), '-', ' ') AS kind
      FROM objects o CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
  )
  SELECT n.class::oid || '/' || n.oid AS key, n.kind, n.identity,
         -- A partitioned table goes with its own columns.
         NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = n.class AND d.objid = n.oid AND d.deptype IN ('e', 'i')
                        AND (d.refclassid, d.refobjid) <> (n.class::oid, n.oid)) AS separate,
         concat(
           format('COMMENT ON %s %s IS %L;', n.kind, n.identity,
             (SELECT description FROM pg_description d WHERE (d.classoid, d.objoid, d.objsubid) = (n.class, n.oid, 0))),
           (SELECT format(' ALTER EVENT TRIGGER %s %s;', n.identity,
                     CASE evtenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END)
              FROM pg_event_trigger WHERE n.class = 'pg_event_trigger'::regclass AND oid = n.oid),
           (SELECT format(' SELECT setval(%L, %s, %L);', n.identity, coalesce(last, seqstart), last IS NOT NULL)
              FROM pg_sequence CROSS JOIN LATERAL (SELECT pg_sequence_last_value(seqrelid) AS last) l
             WHERE n.class = 'pg_class'::regclass AND seqrelid = n.oid AND has_sequence_privilege(seqrelid, 'SELECT'))) AS state
    FROM named n
   -- What was made last is needed by nothing; event triggers, which watch what is dropped, are made last.
   ORDER BY n.oid DESC`;

/** All that a database holds, apart from rows and large objects. Whatever depends on a schema is in it. */
export async function readObjects(client: Client): Promise<DatabaseObject[]> {
  return (await client.query<DatabaseObject>(contents)).rows;
}

/** Looks at a database before anything is built in it. */
export async function inventory(client: Client): Promise<Inventory> {
  const objects = await readObjects(client);
  const { rows } = await client.query<Omit<Inventory, "objects">>(
    `SELECT ARRAY(SELECT oid::text FROM pg_largeobject_metadata) AS "largeObjects",
            (txid_snapshot_xmax(txid_current_snapshot()) % 4294967296)::text AS "nextTransaction"`,
  );
  const [others = { largeObjects: [], nextTransaction: "0" }] = rows;
  return { objects: new Map(objects.map((one) => [one.key, one])), ...others };
}
