import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { brokenBySource, countBreaking } from "./catalogue/broken-references.ts";
import { readLeftOut } from "./catalogue/left-out.ts";
import type { Reference } from "./catalogue/references.ts";
import type { ColumnTransforms } from "./column-transform.ts";
import { dumpedSchema, schemaOfTemplate } from "./created-schema.ts";
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
import { readFilledViews, refreshViews } from "./load/refresh-views.ts";
import { setSequences } from "./load/set-sequences.ts";
import type { TargetDatabase } from "./load/target-database.ts";
import { readValidKeys } from "./load/valid-keys.ts";
import { readPlan } from "./read-plan.ts";
import { makeReport } from "./report.ts";
import type { SubsetReport, SubsetRequest } from "./request.ts";
import { selectRows } from "./selection/select-rows.ts";
import type { Source } from "./source/source.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { giveVerdict } from "./verdict.ts";

/**
 * Chooses the rows while the schema is created, loads them, and proves what has come of it. Closes the source as soon as
 * nothing is read from it any more.
 */
export async function buildSubset(
  request: SubsetRequest,
  source: Source,
  opening: Promise<TargetDatabase>,
  work: Work,
  { watch: lane }: Lanes,
  watch: Stopwatch,
): Promise<SubsetReport> {
  const { schemas } = request;
  const planned = lane(watch.time("catalogue", readPlan(source, request)));
  const tables = lane(planned.then(({ targets }) => targets.keys()));
  const transforms = lane(watch.time("masks", transformsOf(request)));
  const created = lane(
    request.create
      ? opening.then(schemaOfTemplate)
      : dumpedSchema(request, source, opening, { transforms, tables }, lane, watch, work),
  );
  const checksGone = lane(created.then(async () => withoutLateChecks(await opening)));
  lane(opening.then((target) => target.prepare()));
  const views = lane(readFilledViews(source));
  const leftOut = lane(readLeftOut(source, schemas));

  work.progress("Reading the catalogue");
  const { targets, references, notes } = await planned;
  const selection = await watch.time("select", selectRows(source, request.seed, targets, references, work));
  const target = await opening;
  const [schema, restoreChecks] = await Promise.all([created, checksGone]);
  const masks = await transforms;
  const tasks = copyTasks(targets.values(), selection.keeper, masks, source.major === target.major);
  const configuration = lane(copyExtensionConfig(source, target, work));
  const copied = await watch.time("copy", loadRows(source, target, tasks, schema.indexes, work));
  requireComplete(copied);
  const alongside = [
    ...(await configuration),
    ...(await copyLargeObjects(source, target, targets.keys(), masks !== "unmasked")),
  ];
  const sequences = lane(setSequences(source, target, schemas, targets.keys()));
  work.progress("Creating constraints");
  const [checks, early] = await Promise.all([restoreChecks(), readValidKeys(target)]);
  const unproven = await watch.time(
    "constraints",
    createConstraints(target.runSchema, schema, () => brokenKeys(source, target, references)),
  );
  const [filledViews, notCopied] = await Promise.all([views, leftOut, sequences]);
  // Its locks hold up a migration there, and views may take long.
  await source.close();
  await disableEventTriggers(target);
  work.progress("Refreshing views, proving keys");
  const proven = references.filter((one) => !unproven.has(one));
  await watch.time(
    "finish",
    Promise.all([
      lane(giveVerdict(target, copied, proven, early)),
      lane(refreshViews(target, filledViews, work).then(() => analyseRest(target, copied, schema.indexes))),
    ]),
  );
  return {
    ...makeReport(targets, selection, copied, watch.phases(), watch.total()),
    notes: [
      ...notes,
      ...(masks === "unmasked" ? [] : (masks.notes ?? [])),
      ...notCopied,
      ...alongside,
      ...checks,
      ...unprovenNotes(unproven),
    ],
  };
}

async function transformsOf({ transforms }: SubsetRequest): Promise<ColumnTransforms | "unmasked"> {
  return typeof transforms === "function" ? transforms() : transforms;
}

/**
 * Keys that do not hold in either. The target's few rows tell which to ask the source about; that it is asked at all is
 * because what the selection did not find may be its own mistake.
 */
async function brokenKeys(source: Source, target: TargetDatabase, references: readonly Reference[]) {
  const counts = await countBreaking(
    target.query,
    references.filter(({ validated }) => validated),
  );
  return brokenBySource(
    source,
    [...counts.keys()].filter((reference) => counts.get(reference) !== 0),
  );
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
