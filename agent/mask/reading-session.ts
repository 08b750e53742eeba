import type { Client } from "pg";
import type { Connection } from "../database/connection.ts";
import { withReader } from "../database/with-reader.ts";

/**
 * Lends a session on the source that reads one instant, and waits for nothing long. A cancel ends it at once.
 */
export function withReadingSession<T>(
  source: Connection,
  use: (client: Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return withReader(source, signal, async (client) => {
    await client.query(
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '60s'",
    );
    return use(client);
  });
}

/** The codes of PostgreSQL's errors by their class: 22 is about values, 23 about constraints, 42 about names and syntax. */
type Refused = { readonly code: string; readonly message: string };

/** What a question of which the answer may be an error gives: the session stays usable. */
export async function ask<T>(
  client: Client,
  question: () => Promise<T>,
): Promise<{ answer: T } | { refused: Refused }> {
  await client.query("SAVEPOINT asked");
  try {
    const answer = await question();
    await client.query("RELEASE asked");
    return { answer };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^(0A|21|22|23|42)/.test(code) || code === "42501") throw error;
    await client.query("ROLLBACK TO asked");
    return { refused: { code, message: (error as Error).message } };
  }
}
