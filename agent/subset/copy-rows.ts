import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { type CopyTask, copyIn, copyOut } from "./copy-task.ts";
import type { Source } from "./source.ts";
import type { TargetDatabase } from "./target-database.ts";
import { targetFull } from "./target-full.ts";
import { transformRows } from "./transform-rows.ts";

export interface Copied {
  readonly task: CopyTask;
  readonly rows: number;
  readonly bytes: number;
}

/** Streams all tasks, several at once; nothing is held in memory but what is on its way. */
export async function copyRows(
  source: Source,
  target: TargetDatabase,
  tasks: readonly CopyTask[],
  work: Work,
): Promise<Copied[]> {
  const state = { done: 0, rows: 0 };
  const copyOne = async (task: CopyTask): Promise<Copied> => {
    const copied = await source.withSession((reader) =>
      target.withSession(async (writer) => {
        const out = reader.query(copyTo(copyOut(task)));
        const into = writer.query(copyFrom(copyIn(task)));
        // A connection that ends after the pipeline has ended says so once more, to nobody.
        for (const stream of [out, into]) stream.on("error", () => {});
        let bytes = 0;
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            done(null, chunk);
          },
        });
        const masks = task.transforms.some(Boolean) ? [transformRows(task.transforms)] : [];
        await pipeline([out, counted, ...masks, into], { signal: work.signal }).catch((error) => {
          work.signal.throwIfAborted();
          throw copyProblem(error, task);
        });
        return { task, rows: into.rowCount, bytes };
      }),
    );
    state.done += 1;
    state.rows += copied.rows;
    const { schema, name } = task.table;
    work.progress(`Copied ${schema}.${name}: ${copied.rows.toLocaleString("en")} rows`, state.done / tasks.length);
    return copied;
  };
  return Promise.all(tasks.map(copyOne));
}

/** Masks may make a value that a CHECK or a partition's bounds refuse; that is the configuration's matter. */
function copyProblem(error: unknown, task: CopyTask): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  const code = "code" in error ? String(error.code) : "";
  const masked = task.table.columns.filter((_, index) => task.transforms[index]).map(({ name }) => name);
  const refused = ["23514", "23502", "22001", "22P02", "22007", "22008"].includes(code) && masked.length > 0;
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
