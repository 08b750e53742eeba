import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { readLeftOut } from "./catalogue/left-out.ts";
import { hasOwnOrphans } from "./catalogue/own-orphans.ts";
import type { ColumnTransforms } from "./column-transform.ts";
import type { Lanes } from "./lanes.ts";
import { analyseRest } from "./load/analyse.ts";
import type { Copied } from "./load/copy-rows.ts";
import { copyTasks } from "./load/copy-task.ts";
import { createConstraints, unprovenNotes } from "./load/create-constraints.ts";
import { disableEventTriggers } from "./load/event-triggers.ts";
import { copyExtensionConfig } from "./load/extension-config.ts";
import { copyLargeObjects } from "./load/large-objects.ts";
import { withoutLateChecks } from "./load/late-checks.ts";
import { loadRows } from "./load/load-rows.ts";
import { loadSchema } from "./load/load-schema.ts";
import { readFilledViews, refreshViews } from "./load/refresh-views.ts";
import { requireExtensions } from "./load/require-extensions.ts";
import { readSearchPath, underSearchPath } from "./load/search-path.ts";
import { setSequences } from "./load/set-sequences.ts";
import type { TargetDatabase } from "./load/target-database.ts";
import { readPlan } from "./read-plan.ts";
import { makeReport } from "./report.ts";
import type { SubsetReport, SubsetRequest } from "./request.ts";
import { selectRows } from "./selection/select-rows.ts";
import type { Source } from "./source/source.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { giveVerdict } from "./verdict.ts";

/** Chooses the rows while the schema is created, loads them, and proves what has come of it. */
export async function buildSubset(
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
  const allowed = lane(Promise.all([transforms, requireExtensions(source, target, request.target)]));
  const path = lane(readSearchPath(source));
  const created = lane(
    Promise.all([dumped, path, allowed]).then(([schema, searchPath]) =>
      watch.time("schema", loadSchema(target, schema, searchPath, tables)),
    ),
  );
  const checksGone = lane(created.then(() => withoutLateChecks(target)));
  lane(target.prepare());
  const views = lane(readFilledViews(source));
  const leftOut = lane(readLeftOut(source, schemas));

  work.progress("Reading the catalogue");
  const { targets, references, notes } = await planned;
  const selection = await watch.time("select", selectRows(source, request.seed, targets, references, work));
  const [indexes, restoreChecks] = await Promise.all([created, checksGone]);
  const masks = await transforms;
  const tasks = copyTasks(targets.values(), selection.keeper, masks, major === target.major);
  const copied = await watch.time("copy", loadRows(source, target, tasks, indexes, work));
  requireComplete(copied);
  const alongside = [
    ...(await copyExtensionConfig(source, target, work)),
    ...(await copyLargeObjects(source, target, targets.keys(), masks !== "unmasked")),
  ];
  const sequences = lane(setSequences(source, target, schemas));
  work.progress("Creating constraints");
  const { postData } = await dumped;
  const checks = await restoreChecks();
  const unproven = await watch.time(
    "constraints",
    createConstraints(
      target.runSchema,
      underSearchPath(postData, await path),
      references,
      // The source itself is asked: what the selection did not find may be its own mistake.
      (reference) => hasOwnOrphans(source, reference),
    ),
  );
  await disableEventTriggers(target);
  work.progress("Refreshing views, proving keys");
  const proven = references.filter((one) => !unproven.has(one));
  await watch.time(
    "finish",
    Promise.all([
      lane(giveVerdict(target, copied, proven)),
      lane(refreshViews(target, await views, work).then(() => analyseRest(target, copied, indexes))),
      sequences,
    ]),
  );
  return {
    ...makeReport(targets, selection, copied, watch.phases(), watch.total()),
    notes: [...notes, ...(await leftOut), ...alongside, ...checks, ...unprovenNotes(unproven)],
  };
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
  const short = copied.find(({ task, rows }) => task.places !== undefined && task.places.length !== rows);
  if (!short) return;
  const { table, places } = short.task;
  throw new Problem({
    what: "Some of the chosen rows did not arrive",
    where: `${table.schema}.${table.name}`,
    why: `${places?.length} were chosen, ${short.rows} came`,
    code: "subset-broken",
  });
}
