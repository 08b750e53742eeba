import type { Connection } from "../database/connection.ts";
import type { Work } from "../work.ts";
import { findUnmasked, type UnmaskedColumn } from "./find-unmasked.ts";
import { inspectColumns } from "./inspect-columns.ts";
import { withReadingSession } from "./reading-session.ts";

/** The columns of a source that look personal, each with a rule that it can take. Samples are read, and nothing is kept. */
export function proposeMasks(source: Connection, work: Pick<Work, "signal">): Promise<UnmaskedColumn[]> {
  return withReadingSession(source, async (client) => findUnmasked(await inspectColumns(client, {}), {}), work.signal);
}
