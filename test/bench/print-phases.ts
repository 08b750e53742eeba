import type { SubsetReport } from "../../agent/subset/request.ts";
import { median } from "./compare.ts";

/** Says where the time of these runs went: each phase's median and its share of the whole; phases may overlap. */
export function printPhases(name: string, reports: readonly SubsetReport[]): void {
  const total = median(reports.map(({ seconds }) => seconds));
  const phases = Object.keys(reports[0]?.phases ?? {}).map((phase) => ({
    phase,
    seconds: median(reports.map((report) => report.phases[phase] ?? 0)),
  }));
  phases.sort((a, b) => b.seconds - a.seconds);
  const parts = phases.map(
    ({ phase, seconds }) => `${phase} ${(1000 * seconds).toFixed(0)} ms (${((100 * seconds) / total).toFixed(0)} %)`,
  );
  console.log(`  ${name}: ${(1000 * total).toFixed(0)} ms within the command, of it ${parts.join(", ")}`);
}
