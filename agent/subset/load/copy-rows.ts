import { pipeline } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { Problem } from "../../problem.ts";
import { type CopyTask, copyIn, copyOut, hasFunctions } from "./copy-task.ts";
import { gather } from "./gather.ts";
import { targetFull } from "./target-full.ts";
import { transformRows } from "./transform-rows.ts";

export interface Copied {
  readonly task: CopyTask;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Streams one task's rows; nothing is held in memory but what is on its way.
 * @param moved told of every piece that has come.
 */
export async function copyRows(
  reader: Client,
  writer: Client,
  task: CopyTask,
  moved: (task: CopyTask, bytes: number) => void,
  signal: AbortSignal,
): Promise<Copied> {
  const out = reader.query(copyTo(copyOut(task)));
  const into = writer.query(copyFrom(copyIn(task)));
  // A connection that ends after the pipeline has ended says so once more, to nobody.
  for (const stream of [out, into]) stream.on("error", () => {});
  let bytes = 0;
  const gathered = gather((length) => {
    bytes += length;
    moved(task, length);
  });
  const functions = task.transforms.map((one) => (typeof one === "function" ? one : undefined));
  const masks = hasFunctions(task) ? [transformRows(functions, { keeps: task.keptRows !== undefined })] : [];
  await pipeline([out, gathered, ...masks, into], { signal }).catch((error) => {
    signal.throwIfAborted();
    throw copyProblem(error, task);
  });
  return { task, rows: into.rowCount, bytes };
}

/** Masks may make a value that a CHECK or a partition's bounds refuse; that is the configuration's matter. */
export function copyProblem(error: unknown, task: CopyTask): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  const code = "code" in error ? String(error.code) : "";
  const masked = task.table.columns.filter((_, index) => task.transforms[index]).map(({ name }) => name);
  // What the source makes of an expression and a value of its own: PostgreSQL's words may quote that value.
  if (code.startsWith("22") && task.transforms.some((one) => typeof one === "object")) {
    return new Problem({
      what: "An SQL expression of a mask failed on a row, or made a value that does not fit",
      where: `${task.table.schema}.${task.table.name}`,
      why: `PostgreSQL's error ${code}`,
      next: `Mend the rule of one of: ${masked.join(", ")}.`,
      code: "mask-refused",
    });
  }
  const refused = ["23514", "23502", "23505", "22001", "22P02", "22007", "22008"].includes(code) && masked.length > 0;
  return new Problem({
    what: refused ? "A masked row does not fit its table" : "The rows could not be copied",
    where: `${task.table.schema}.${task.table.name}`,
    // PostgreSQL's DETAIL and CONTEXT hold the row itself: never shown.
    why: error.message,
    next: refused ? `Change the rule of one of: ${masked.join(", ")}.` : undefined,
    code: refused ? "mask-refused" : "copy-failed",
    ...(code === "53100" ? targetFull : {}),
    cause: refused ? undefined : error,
  });
}
