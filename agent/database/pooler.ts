import type { Client } from "pg";
import { Problem } from "../problem.ts";
import type { DatabaseRole } from "./connect-problem.ts";
import { type Connection, describeConnection } from "./connection.ts";
import { backendOf } from "./server-process.ts";

/** True where another process answers than the one that greeted us: a pooler stands between. */
export async function isPooled(client: Client): Promise<boolean> {
  const greeted = (client as Client & { readonly processID?: number | null }).processID;
  return greeted !== (await backendOf(client));
}

/**
 * True where two signed-in clients get the same server process, or one gets several: then it is lent out for a
 * transaction or a statement only. Twice in a row from the first finds poolers that take turns, the second one those
 * that lend again what was handed back last.
 */
export async function sharesProcesses(one: Client, other: Client): Promise<boolean> {
  const first = await backendOf(one);
  for (const client of [one, other, one]) {
    const process = await backendOf(client);
    if ((process === first) !== (client === one)) return true;
  }
  return false;
}

/** Says in words that the address leads to a pooler that cannot be used. */
export function transactionPooler(connection: Connection, role: DatabaseRole): Problem {
  return new Problem({
    what: `The ${role === "database" ? "" : `${role} `}database is reached through a pooler in transaction mode`,
    where: describeConnection(connection),
    why: "a snapshot needs sessions of its own for as long as it is read, and settings would be left behind for others",
    next: "Use the address and port of PostgreSQL itself (5432 as a rule), or of a pool in session mode.",
    code: `${role}-pooler`,
  });
}
