import type { ImageFacts } from "./image-facts.ts";

/** Tools that test in the mode that a variable names, production's too: Rails then ends without having run a test. */
const modes: readonly [tool: RegExp, variable: string][] = [
  [/\brspec\b|\b(rails|rake) (test|spec)\b/, "RAILS_ENV"],
  [/\bmix test\b/, "MIX_ENV"],
];

/** A command line that tests, in test mode where the image sets another. */
export function inTestMode(line: string, { variables }: ImageFacts): string {
  const variable = modes.find(([tool]) => tool.test(line))?.[1];
  if (variable === undefined || (variables.get(variable) ?? "test") === "test") return line;
  return line.includes(`${variable}=`) ? line : `${variable}=test ${line}`;
}
