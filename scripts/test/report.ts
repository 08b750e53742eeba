import { type PartName, parts } from "./parts.ts";
import type { TestResult } from "./result.ts";

/** How many tests were left out, and for the want of what. */
export function printLeftOut(results: readonly TestResult[], missing: ReadonlyMap<PartName, string>): void {
  for (const [name, reason] of missing) {
    const count = results.filter(({ state, tags }) => state === "skipped" && tags.includes(name)).length;
    console.log(`left out without ${parts[name].title} (${reason}; run \`npm run setup\`): ${count} tests`);
  }
  const missed = ({ tags }: TestResult): boolean => tags.some((tag) => missing.has(tag as PartName));
  for (const result of results.filter(({ state }) => state === "skipped")) {
    if (!missed(result)) console.log(`skipped by itself: ${label(result)}`);
  }
}

/** What failed, again at the end, where it is seen. */
export function printFailures(results: readonly TestResult[]): void {
  for (const result of results.filter(({ state }) => state === "failed")) {
    console.log(`\nFAILED ${label(result)}\n${result.error ?? ""}`);
  }
}

export function printSlowest(results: readonly TestResult[]): void {
  const slowest = results
    .filter(({ ms }) => ms > 0)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10);
  console.log("\nThe ten slowest tests:");
  for (const result of slowest) console.log(`${(result.ms / 1000).toFixed(1).padStart(7)} s  ${label(result)}`);
}

/** `N passed, N failed`, and how many were skipped where any was. */
export function summary(results: readonly TestResult[]): string {
  const count = (state: TestResult["state"]) => results.filter((result) => result.state === state).length;
  const skipped = count("skipped");
  return `${count("passed")} passed, ${count("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function label({ suite, title }: TestResult): string {
  return `${suite} | ${title}`;
}
