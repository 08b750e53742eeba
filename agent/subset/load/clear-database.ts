import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import { type DatabaseObject, type Inventory, readObjects } from "./inventory.ts";
import { schedulers } from "./schedulers.ts";

/** Statements that are one transaction: each takes locks, and a large schema has more than a server has room for. */
const atOnce = 100;

/** Removes everything that was not there before, and leaves what was as it was. */
export async function clearDatabase(connection: Connection, before: Inventory): Promise<void> {
  const client = await openClient(connection, { role: "target" });
  try {
    const objects = await readObjects(client);
    await client.query("SELECT lo_unlink(oid) FROM pg_largeobject_metadata WHERE oid <> ALL ($1::oid[])", [
      before.largeObjects,
    ]);
    await client.query("SET client_min_messages = error");
    const dropped = drops(objects, before);
    for (let done = 0; done < dropped.length; done += atOnce)
      await client.query(dropped.slice(done, done + atOnce).join(" "));
    const undone = [...(await addedRows(client, before)), ...restorations(objects, before)];
    await client.query(undone.join(" "));
  } finally {
    await client.end();
  }
}

/** Statements that delete what was copied into the configuration tables of extensions that stay. */
async function addedRows(client: Client, { nextTransaction }: Inventory): Promise<string[]> {
  const { rows } = await client.query<{ sql: string }>(
    `SELECT format('DELETE FROM ONLY %s WHERE age(xmin) <= age(%L::xid);', c.oid::regclass, $1::text) AS sql
       FROM pg_extension e JOIN pg_class c ON c.oid = ANY (e.extconfig)
      WHERE c.relkind = 'r' AND has_table_privilege(c.oid, 'DELETE') AND e.extname <> ALL ($2)`,
    [nextTransaction, [...schedulers]],
  );
  return rows.map(({ sql }) => sql);
}

/** What goes with another object is left to it. */
function drops(objects: readonly DatabaseObject[], { objects: before }: Inventory): string[] {
  return objects
    .filter(({ key, separate }) => separate && !before.has(key))
    .map(({ kind, identity }) => `DROP ${kind} IF EXISTS ${identity} CASCADE;`);
}

function restorations(objects: readonly DatabaseObject[], { objects: before }: Inventory): string[] {
  return objects.flatMap(({ key, state }) => {
    const was = before.get(key)?.state ?? state;
    return was === state ? [] : [was];
  });
}
