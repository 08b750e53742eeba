import type { Client } from "pg";
import type { Connection } from "../../database/connection.ts";
import { endSessions } from "../../database/end-sessions.ts";
import { qualifiedName } from "../../database/identifiers.ts";
import { backendOf } from "../../database/server-process.ts";
import { withReader } from "../../database/with-reader.ts";
import { Problem } from "../../problem.ts";
import { sourceProblem } from "../../subset/source/source-problem.ts";
import type { Work } from "../../work.ts";
import { type Assertion, describeAssertion, placeOf, shownTable, type TableName } from "./assertion.ts";
import { type BreakingRows, countBreaking } from "./breaking-rows.ts";

/** What the source holds of the rows that would break an assertion, or why that is not known. */
export type Count = { readonly asserted: Assertion } & (
  | { readonly breaking: BreakingRows }
  | { readonly unknown: string }
);

/**
 * Counts on the source, each in a transaction of its own that can only read, waits for no lock and ends after a minute.
 * What cannot be counted is no failure: the reason is given instead.
 * @param schemas the only ones that are read; all where undefined.
 */
export async function countOnSource(
  source: Connection,
  assertions: readonly Assertion[],
  schemas: readonly string[] | undefined,
  work: Work,
): Promise<Count[]> {
  const counts: Count[] = [];
  try {
    await withReader(source, work.signal, (client) =>
      endedByCancel(source, client, work.signal, async () => {
        for (const [index, asserted] of assertions.entries()) {
          work.progress(`counting in production: ${placeOf(asserted)}`, index / assertions.length);
          const unknown = outsideOf(schemas, asserted);
          counts.push(unknown ? { asserted, unknown } : await count(client, asserted, work));
        }
      }),
    );
  } catch (error) {
    work.signal.throwIfAborted();
    const reason = `production could not be read: ${wordsOf(sourceProblem(error, source))}`;
    for (const asserted of assertions.slice(counts.length)) counts.push({ asserted, unknown: reason });
  }
  return counts;
}

/** A count goes on in the server until it has something to say: whoever cancels does not leave production at work. */
async function endedByCancel(source: Connection, client: Client, signal: AbortSignal, use: () => Promise<void>) {
  const session = { client, backend: await backendOf(client) };
  let ended: Promise<void> | undefined;
  const end = () => {
    ended = endSessions(source, [session]);
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    await use();
  } finally {
    signal.removeEventListener("abort", end);
    await ended;
  }
}

function outsideOf(schemas: readonly string[] | undefined, asserted: Assertion): string | undefined {
  const tables = [asserted.table, ...(asserted.kind === "foreignKey" ? [asserted.parent] : [])];
  const outside = tables.find(({ schema }) => schemas && !schemas.includes(schema));
  return outside && `${shownTable(outside)} is in none of source.schemas`;
}

async function count(client: Client, asserted: Assertion, work: Work): Promise<Count> {
  await client.query(
    "BEGIN READ ONLY; SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '60s'; SET LOCAL row_security = off",
  );
  const began = Date.now();
  try {
    const missing = await missingIn(client, asserted);
    if (missing) return { asserted, unknown: missing };
    const breaking = await countBreaking(client, asserted);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    work.log(`${describeAssertion(asserted)}: ${breaking.rows} rows of production break it, counted in ${seconds} s\n`);
    return { asserted, breaking };
  } catch (error) {
    work.signal.throwIfAborted();
    if (!(error instanceof Error && "severity" in error)) throw error;
    return { asserted, unknown: wordsOf(error) };
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
  }
}

/** The clone may be older than what production looks like now. */
async function missingIn(client: Client, asserted: Assertion): Promise<string | undefined> {
  const wanted: [TableName, readonly string[]][] = [[asserted.table, asserted.columns]];
  if (asserted.kind === "foreignKey") wanted.push([asserted.parent, asserted.parentColumns]);
  for (const [table, columns] of wanted) {
    const { rows } = await client.query<{ found: number }>(
      `SELECT count(*)::int AS found FROM pg_attribute
       WHERE attrelid = to_regclass($1) AND attname = ANY ($2) AND attnum > 0 AND NOT attisdropped`,
      [qualifiedName(table), columns],
    );
    if (rows[0]?.found !== new Set(columns).size)
      return `production has no ${placeOf({ table, columns: [...columns] })}`;
  }
  return undefined;
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem) return error.why ?? error.what;
  const { code, message } = error as { code?: string; message: string };
  if (code === "57014") return "the count took longer than a minute";
  if (code === "55P03") return "the table is locked there";
  return message;
}
