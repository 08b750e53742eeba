import { openClient } from "../database/client.ts";
import { type Connection, withDatabase } from "../database/connection.ts";
import { quoteIdentifier, quoteLiteral } from "../database/identifiers.ts";
import type { Secret } from "../secrets/secret.ts";
import { ownerRole } from "./clone-databases.ts";

/**
 * Lets the owner role of a started clone sign in with this password. A snapshot holds no password: whoever pulls it
 * could read it there.
 */
export async function allowOwnerLogin(superuser: Connection, password: Secret): Promise<void> {
  const client = await openClient(withDatabase(superuser, "postgres"));
  try {
    // The server's log would keep the statement with the password in it.
    await client.query("SET log_statement = 'none'");
    await client.query(`ALTER ROLE ${quoteIdentifier(ownerRole)} LOGIN PASSWORD ${quoteLiteral(password.reveal())}`);
  } finally {
    await client.end();
  }
}

/** A connection to one of the clone's databases as the role that owns it. */
export function asOwner(server: Connection, database: string, password: Secret): Connection {
  return { ...withDatabase(server, database), user: ownerRole, password };
}

/** The URL that an app receives. */
export function connectionUrl(connection: Connection): string {
  const password = connection.password ? `:${encodeURIComponent(connection.password.reveal())}` : "";
  const { user, host, port, database } = connection;
  return `postgres://${encodeURIComponent(user)}${password}@${host}:${port}/${encodeURIComponent(database)}`;
}
