import type { Client } from "pg";
import { openClient, serverMajor } from "../client.ts";
import { quoteLiteral } from "../identifiers.ts";
import type { SchemaRequest } from "../schema-dumper.ts";
import { withoutTimeouts } from "../timeouts.ts";

/**
 * Calls `read` in a read-only transaction that sees one instant (the request's snapshot, where it names one) and in
 * which the server writes every name with its schema. A cancel cuts the connection.
 */
export async function withCatalogueSession<T>(
  request: SchemaRequest,
  read: (client: Client) => Promise<T>,
): Promise<T> {
  const { signal, snapshot, source } = request;
  const client = await openClient(source, { role: "source", readOnly: true, signal });
  const cut = () => client.connection.stream.destroy();
  signal.addEventListener("abort", cut, { once: true });
  try {
    const major = await serverMajor(client);
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${quoteLiteral(snapshot)}`);
    await client.query(withoutTimeouts(major));
    await client.query("SET LOCAL search_path = ''; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'");
    await client.query("SET LOCAL extra_float_digits = 3; SET LOCAL quote_all_identifiers = off");
    return await read(client);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cut);
    await client.end().catch(() => {});
  }
}
