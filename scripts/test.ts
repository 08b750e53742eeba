import { parseArgs } from "node:util";
import { runEditorTests } from "./test/editor-suite.ts";
import { findMissing, parts } from "./test/parts.ts";
import { printFailures, printLeftOut, printSlowest, summary } from "./test/report.ts";
import { failure, type TestResult } from "./test/result.ts";
import { runScript } from "./test/run-script.ts";
import { runVitest } from "./test/vitest-suite.ts";

/** `npm test [-- --only unit|integration|faults|editor]`: what must hold before a change is done. */
const suites = {
  unit: () => runVitest("unit", [...missing.keys()]),
  integration: () => runVitest("integration", [...missing.keys()]),
  faults: () => runVitest("faults", [...missing.keys()]),
  editor: () => runEditorTests(missing),
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = Object.entries(suites).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`--only takes one of: ${Object.keys(suites).join(", ")}`);
  process.exit(2);
}

const missing = await findMissing();
for (const [name, reason] of missing) console.log(`missing: ${parts[name].title} (${reason})`);

const results: TestResult[] = values.only === "unit" ? [] : await runScript("build");
const built = results.length === 0;
if (values.only === undefined) results.push(...(await runScript("check")));
for (const [name, run] of built ? chosen : []) {
  const start = performance.now();
  results.push(...(await run()));
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
}
if (process.env.CI === "true") {
  for (const [name, reason] of missing) results.push(failure("machine", `${parts[name].title} is missing`, reason));
}

printFailures(results);
printSlowest(results);
printLeftOut(results, missing);
const last = summary(results);
process.exitCode = results.some(({ state }) => state === "failed") || results.length === 0 ? 1 : 0;
console.log(`\n${last}`);
