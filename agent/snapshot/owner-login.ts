import { type Connection, withDatabase } from "../database/connection.ts";
import type { Secret } from "../secrets/secret.ts";
import { ownerRole } from "./clone-databases.ts";

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
