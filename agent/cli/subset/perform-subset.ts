import { planSubset } from "../../subset/dry-run.ts";
import { groupedNumber } from "../../subset/grouped-number.ts";
import type { SubsetReport } from "../../subset/request.ts";
import { subset } from "../../subset/subset.ts";
import type { Work } from "../../work.ts";
import { formatSeconds } from "../render/seconds.ts";
import { table } from "../render/table.ts";
import { listenForInterrupts } from "../session/interrupts.ts";
import { Output } from "../session/output.ts";
import { boundMemory } from "./bound-memory.ts";
import { readRequest, readWishes, type SubsetOptions } from "./read-request.ts";
import { planLines } from "./subset-plan.ts";

/** Runs the subsetter by the command's options and prints what came of it. */
export async function performSubset(options: SubsetOptions): Promise<void> {
  const out = new Output({ stdout: process.stdout, stderr: process.stderr, json: options.json ?? false });
  const interrupts = listenForInterrupts(process);
  const unbound = boundMemory();
  const work: Work = {
    signal: interrupts.cancel,
    progress(message, fraction, copying) {
      out.object({ kind: "progress", message, fraction, ...copying });
      if (!out.json) out.note([message]);
    },
    log: (text) => out.note([text.trimEnd()]),
  };
  try {
    if (options.dryRun) {
      const plan = await planSubset(await readWishes(options), work);
      out.object({ kind: "plan", ...plan });
      out.lines(planLines(plan));
      return;
    }
    const report = await subset(await readRequest(options, work), work);
    out.object({ kind: "subset", ...report });
    out.lines(reportLines(report));
  } finally {
    unbound();
    interrupts.stop();
  }
}

function reportLines({ tables, rows, bytes, seconds, notes }: SubsetReport): string[] {
  const lines = tables.map((one) => [
    `${one.schema}.${one.name}`,
    ...[one.sourceRows, one.targetRows, one.rows].map(groupedNumber),
    one.because.join("; "),
  ]);
  return [
    ...table([["table", "source", "target", "rows", "because"], ...lines]),
    ...notes.map((note) => `Note: ${note}`),
    `${groupedNumber(rows)} rows, ${groupedNumber(bytes)} bytes in ${formatSeconds(seconds)}`,
  ];
}
