import { PREVIEW_ROUTE } from "../preview/preview-address.ts";
import { Problem } from "../problem.ts";
import type { AppOutput, Owner, Runtime } from "../runtime/runtime.ts";

/** What a preview's app has printed, see Workloads. @throws Problem "no-preview" where none serves. */
export async function readPreviewLog(runtime: Runtime, owner: Owner, after: string | undefined): Promise<AppOutput> {
  const output = await runtime.workloads.output(owner, PREVIEW_ROUTE, after);
  if (output) return output;
  throw new Problem({
    what: "No preview of that change runs",
    where: owner.change,
    next: "`slipway ship` starts it; `slipway preview list` says which run.",
    code: "no-preview",
    usage: true,
  });
}
