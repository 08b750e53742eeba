import { parseArgs } from "node:util";
import { compare } from "./compare.ts";
import { cliStart } from "./scenarios/cli-start.ts";

/** `npm run bench [-- --only NAME]`: every scenario as a ratio. Ends with 1 where one passes its limit. */
const scenarios = [cliStart];

const { values } = parseArgs({ options: { only: { type: "string" } } });
for (const scenario of scenarios.filter(({ name }) => values.only === undefined || name === values.only)) {
  const { name, base, subject, ratio, limit } = await compare(scenario);
  const verdict = ratio <= limit ? "ok" : "TOO SLOW";
  if (ratio > limit) process.exitCode = 1;
  const times = `${subject.toFixed(0)} ms against ${base.toFixed(0)} ms`;
  console.log(`${name}: ${ratio.toFixed(2)} (limit ${limit}; ${times}, ${scenario.pairs} pairs) ${verdict}`);
}
