import type { SchemaSection } from "../database/schema-dumper.ts";
import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { readTables } from "./catalogue.ts";
import { type Copied, copyRows } from "./copy-rows.ts";
import { copyTasks } from "./copy-task.ts";
import { createConstraints, unprovenNotes } from "./create-constraints.ts";
import { curveThrough, defaultCurve } from "./curve.ts";
import { disableEventTriggers } from "./event-triggers.ts";
import { copyExtensionConfig } from "./extension-config.ts";
import { copyLargeObjects } from "./large-objects.ts";
import { withoutLateChecks } from "./late-checks.ts";
import { readLeftOut } from "./left-out.ts";
import { linkReferences } from "./links.ts";
import { hasOwnOrphans } from "./own-orphans.ts";
import { readReferences } from "./references.ts";
import { refreshViews } from "./refresh-views.ts";
import { readRelations } from "./relations.ts";
import { makeReport } from "./report.ts";
import type { SubsetReport, SubsetRequest } from "./request.ts";
import { requireExtensions } from "./require-extensions.ts";
import { underSearchPath } from "./search-path.ts";
import { selectRows } from "./select-rows.ts";
import { setSequences } from "./set-sequences.ts";
import { openSource, type Source } from "./source.ts";
import { sourceProblem } from "./source-problem.ts";
import { stopwatch } from "./stopwatch.ts";
import { openTarget, type TargetDatabase } from "./target-database.ts";
import { planTargets } from "./targets.ts";
import { tryAgain } from "./try-again.ts";
import { proveReferences } from "./verdict.ts";

/**
 * Copies a referentially whole, random part of the source into the empty target.
 * When it fails or is cancelled, no session is left on the source and nothing in the target.
 * @throws Problem where anything is wrong; the signal's reason when cancelled.
 */
export function subset(request: SubsetRequest, work: Work): Promise<SubsetReport> {
  return tryAgain(() => attempt(request, work), work);
}

async function attempt(request: SubsetRequest, work: Work): Promise<SubsetReport> {
  // One lane's failure stops the others.
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const own: Work = { ...work, signal, progress: work.progress.bind(work), log: work.log.bind(work) };
  let source: Source | undefined;
  let target: TargetDatabase | undefined;
  const interrupt = () => void source?.close();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    work.progress("Connecting");
    target = await openTarget(request.target, signal);
    const onLost = (error: Error) => failed.abort(error);
    source = await openSource(request.source, { jobs: request.jobs ?? 4, schemas: request.schemas, signal, onLost });
    const report = await build(request, source, target, own, (error) => failed.abort(error));
    await source.close();
    await target.close();
    return report;
  } catch (error) {
    failed.abort(error);
    await source?.close();
    await target?.clear().catch((left) => work.log(`The target could not be emptied: ${String(left)}\n`));
    work.signal.throwIfAborted();
    throw sourceProblem(failed.signal.reason ?? error, request.source);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

async function build(
  request: SubsetRequest,
  source: Source,
  target: TargetDatabase,
  work: Work,
  fail: (error: unknown) => void,
): Promise<SubsetReport> {
  const watch = stopwatch();
  requireFitting(source, target);
  await requireExtensions(source, target, request.target);
  const lane = <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(fail);
    return promise;
  };
  const dump = (section: SchemaSection) => {
    const { schemas, source: from } = request;
    return request.dumper.dump(section, { source: from, snapshot: source.snapshot, schemas, signal: work.signal });
  };
  const preData = lane(
    watch.time(
      "schema",
      dump("pre-data").then((sql) => target.runSchema(sql)),
    ),
  );
  const postData = lane(
    watch.time(
      "postDataDump",
      preData.then(() => dump("post-data")),
    ),
  );

  work.progress("Reading the catalogue");
  const { targets, references } = await watch.time("catalogue", plan(request, source));
  const selection = await watch.time("select", selectRows(source, request.seed, targets, references, work));
  await preData;
  const restoreChecks = await withoutLateChecks(target);
  const tasks = copyTasks(targets.values(), selection.keeper, request.transforms, source.major === target.major);
  const copied = await watch.time("copy", copyRows(source, target, tasks, work));
  requireComplete(copied);
  const alongside = [
    ...(await copyExtensionConfig(source, target, work)),
    ...(await copyLargeObjects(source, target, targets.keys(), request.transforms !== "unmasked")),
  ];
  await setSequences(source, target, request.schemas);
  const constraints = await postData;
  work.progress("Creating indexes and constraints");
  const checks = await restoreChecks();
  const [session] = await source.query<{ path: string }>("SELECT current_setting('search_path') AS path");
  const unproven = await watch.time(
    "constraints",
    createConstraints(
      target.runSchema,
      underSearchPath(constraints, session?.path ?? ""),
      references,
      // The source itself is asked: what the selection did not find may be its own mistake.
      (reference) => hasOwnOrphans(source, reference),
    ),
  );
  await disableEventTriggers(target);
  work.progress("Refreshing views, analysing");
  await watch.time(
    "finish",
    refreshViews(source, target, work).then(() => target.run("ANALYZE")),
  );
  await watch.time(
    "verdict",
    proveReferences(
      target,
      references.filter((one) => !unproven.has(one)),
    ),
  );
  const leftOut = await readLeftOut(source, request.schemas);
  const notes = [...leftOut, ...alongside, ...checks, ...unprovenNotes(unproven)];
  return { ...makeReport(targets, selection, copied, watch.phases(), watch.total()), notes };
}

async function plan(request: SubsetRequest, source: Source) {
  const curve = curveThrough(request.curve ?? defaultCurve);
  const relations = await readRelations(source, request.schemas);
  const tables = await readTables(source, relations);
  const declared = await readReferences(source, tables, relations);
  const references = [...declared, ...linkReferences(request.links ?? [], tables)];
  return { targets: planTargets(tables, curve, request.tables), references };
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
