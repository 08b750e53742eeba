import type { Connection } from "../../database/connection.ts";

/** PostgreSQL cuts longer names off after 63 bytes, and then two databases would have the same. */
const longestPrefix = 20;

/** The name of a database beside another one: `shop_restored_20261127081500`. */
export function besideName({ database }: Connection, what: string): string {
  return `${database.slice(0, longestPrefix)}_${stamped(what)}`;
}

/** A word with the time, to the second. */
export function stamped(what: string): string {
  return `${what}_${new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)}`;
}
