import type { Secret } from "../secrets/secret.ts";

/** Where a PostgreSQL database is and how to sign in. The password stays wrapped until the driver takes it. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly ssl?: ConnectionSsl | undefined;
}

/** libpq's modes; `ca` is the PEM text of a certificate authority. */
export interface ConnectionSsl {
  readonly mode: "disable" | "prefer" | "require" | "verify-ca" | "verify-full";
  readonly ca?: string | undefined;
}

/** The same server, another database. */
export function withDatabase(connection: Connection, database: string): Connection {
  return { ...connection, database };
}

/** `host:port/database`, without user and password: for messages. */
export function describeConnection(connection: Connection): string {
  return `${connection.host}:${connection.port}/${connection.database}`;
}
