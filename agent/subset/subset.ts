import type { Work } from "../work.ts";
import { buildSubset } from "./build-subset.ts";
import { openLanes } from "./lanes.ts";
import { createTarget } from "./load/create-target.ts";
import { openTarget, type TargetDatabase } from "./load/target-database.ts";
import type { SubsetReport, SubsetRequest } from "./request.ts";
import { requireFitting } from "./require-fitting.ts";
import { openSource, type Source } from "./source/source.ts";
import { sourceProblem } from "./source/source-problem.ts";
import { stopwatch } from "./stopwatch.ts";
import { tryAgain } from "./try-again.ts";

/** Sessions that index and analyse beside those that are fed. */
const besides = 2;

/**
 * Copies a referentially whole, random part of the source into the empty target.
 * When it fails or is cancelled, no session is left on the source, and the target is as it was before.
 * @throws Problem where anything is wrong; the signal's reason when cancelled.
 */
export function subset(request: SubsetRequest, work: Work): Promise<SubsetReport> {
  return tryAgain(() => attempt(request, work), work);
}

async function attempt(request: SubsetRequest, work: Work): Promise<SubsetReport> {
  const lanes = openLanes(work.signal);
  const { signal, fail: onLost } = lanes;
  const own: Work = { ...work, signal, progress: work.progress.bind(work), log: work.log.bind(work) };
  const { jobs = 4, schemas } = request;
  let source: Source | undefined;
  let target: TargetDatabase | undefined;
  // Each ending has a session of its own that ends others: all of them are waited for, not only the last.
  let interrupted: Promise<unknown> = Promise.resolve();
  const interrupt = () => {
    interrupted = Promise.all([interrupted, source?.interrupt(), target?.interrupt()]);
    return interrupted;
  };
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    work.progress("Connecting");
    const watch = stopwatch();
    const openedSource = lanes.watch(
      watch.time("connect", openSource(request.source, { jobs, schemas, signal, onLost })).then((one) => {
        source = one;
        return one;
      }),
    );
    const most = jobs + besides;
    const openedTarget = lanes.watch(
      request.create
        ? openedSource.then((one) => watch.time("template", createTarget(one, request, most, signal)))
        : openTarget(request.target, most, signal),
    );
    const fitting = lanes.watch(
      openedTarget.then(async (one) => {
        target = one;
        requireFitting(await openedSource, one);
        return one;
      }),
    );
    const report = await buildSubset(request, await openedSource, fitting, own, lanes, watch);
    await (await openedTarget).close();
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
