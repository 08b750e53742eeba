import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { analyseRest } from "./analyse.ts";
import type { ColumnTransforms } from "./column-transform.ts";
import type { Copied } from "./copy-rows.ts";
import { copyTasks } from "./copy-task.ts";
import { type Lanes, openLanes } from "./lanes.ts";
import { loadRows } from "./load-rows.ts";
import { loadSchema } from "./load-schema.ts";
import { readPlan } from "./read-plan.ts";
import { readFilledViews, refreshViews } from "./refresh-views.ts";
import { makeReport } from "./report.ts";
import type { SubsetReport, SubsetRequest } from "./request.ts";
import { selectRows } from "./select-rows.ts";
import { setSequences } from "./set-sequences.ts";
import { openSource, type Source } from "./source.ts";
import { sourceProblem } from "./source-problem.ts";
import { type Stopwatch, stopwatch } from "./stopwatch.ts";
import { openTarget, type TargetDatabase } from "./target-database.ts";
import { giveVerdict } from "./verdict.ts";

/** Sessions that index and analyse beside those that are fed. */
const besides = 2;

/**
 * Copies a referentially whole, random part of the source into the empty target.
 * When it fails or is cancelled, no session is left on the source and nothing in the target.
 * @throws Problem where anything is wrong; the signal's reason when cancelled.
 */
export async function subset(request: SubsetRequest, work: Work): Promise<SubsetReport> {
  const lanes = openLanes(work.signal);
  const { signal } = lanes;
  const own: Work = { ...work, signal, progress: work.progress.bind(work), log: work.log.bind(work) };
  const jobs = request.jobs ?? 4;
  let source: Source | undefined;
  let target: TargetDatabase | undefined;
  const interrupt = () => Promise.all([source?.close(), target?.interrupt()]);
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    work.progress("Connecting");
    const watch = stopwatch();
    const opened = [
      openTarget(request.target, jobs + besides, signal).then((one) => {
        target = one;
      }),
      openSource(request.source, { jobs, schemas: request.schemas, signal }).then((one) => {
        source = one;
      }),
    ];
    await watch.time("connect", Promise.all(opened.map(lanes.watch)));
    if (!source || !target) throw new Error("Nothing was opened");
    const report = await build(request, source, target, own, lanes, watch);
    await Promise.all([source.close(), target.close()]);
    return report;
  } catch (error) {
    const reason = signal.aborted ? signal.reason : error;
    await interrupt();
    await lanes.stop(reason);
    // What was being opened meanwhile.
    await interrupt();
    await target?.clear().catch((left) => work.log(`The target could not be emptied: ${String(left)}\n`));
    work.signal.throwIfAborted();
    throw sourceProblem(reason, request.source);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

async function build(
  request: SubsetRequest,
  source: Source,
  target: TargetDatabase,
  work: Work,
  { watch: lane }: Lanes,
  watch: Stopwatch,
): Promise<SubsetReport> {
  requireFitting(source, target);
  const { schemas, dumper } = request;
  const { snapshot, major } = source;
  const planned = lane(watch.time("catalogue", readPlan(source, request)));
  const tables = lane(planned.then(({ targets }) => targets.keys()));
  const dumped = lane(
    watch.time("dump", dumper.dump({ source: request.source, snapshot, major, schemas, signal: work.signal })),
  );
  const transforms = lane(watch.time("masks", transformsOf(request)));
  const created = lane(
    Promise.all([dumped, transforms]).then(([schema]) => watch.time("schema", loadSchema(target, schema, tables))),
  );
  void lane(target.prepare());
  const views = lane(readFilledViews(source));

  work.progress("Reading the catalogue");
  const { targets, references, notes } = await planned;
  for (const note of notes) work.log(`${note}\n`);
  const selection = await watch.time("select", selectRows(source, request.seed, targets, references, work));
  const indexes = await created;
  const tasks = copyTasks(targets.values(), selection.keeper, await transforms, major === target.major);
  const copied = await watch.time("copy", loadRows(source, target, tasks, indexes, work));
  requireComplete(copied);
  const sequences = lane(setSequences(source, target, schemas));
  work.progress("Creating constraints");
  const { postData } = await dumped;
  await watch.time("constraints", target.runSchema(postData));
  work.progress("Refreshing views, proving keys");
  await watch.time(
    "finish",
    Promise.all([
      lane(giveVerdict(target, copied, references)),
      lane(refreshViews(target, await views, work).then(() => analyseRest(target))),
      sequences,
    ]),
  );
  return makeReport(targets, selection, copied, watch.phases(), watch.total());
}

async function transformsOf({ transforms }: SubsetRequest): Promise<ColumnTransforms | "unmasked"> {
  return typeof transforms === "function" ? transforms() : transforms;
}

function requireFitting(source: Source, target: TargetDatabase): void {
  if (target.major >= source.major) return;
  throw new Problem({
    what: "The target is older than the source",
    why: `it is PostgreSQL ${target.major}, the source is ${source.major}`,
    next: `Use a target of version ${source.major} or newer.`,
    code: "target-too-old",
    usage: true,
  });
}

/** Every chosen place must have given its row. */
function requireComplete(copied: readonly Copied[]): void {
  const short = copied.find(({ task, rows }) => task.ctids !== undefined && task.ctids.length !== rows);
  if (!short) return;
  const { table, ctids } = short.task;
  throw new Problem({
    what: "Some of the chosen rows did not arrive",
    where: `${table.schema}.${table.name}`,
    why: `${ctids?.length} were chosen, ${short.rows} came`,
    code: "subset-broken",
  });
}
