import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failure, type TestResult } from "../../scripts/test/result.ts";
import { extensionUnderTest } from "./support/extension-under-test.ts";
import { type InHostEvent, runInHost } from "./support/in-host.ts";

const root = join(import.meta.dirname, "../..");
const suite = "in-host";

const tests = join(root, "test/editor/in-host/**/*.test.ts");

/** Runs all in-host tests in one editor. What goes wrong outside of a test is a failed result. */
export async function runInHostTests(): Promise<TestResult[]> {
  const { events, exitCode, output } = await runInHost(extensionUnderTest, globSync(tests));
  const results = events.map(asResult);
  const failed = results.some(({ state }) => state === "failed");
  if (results.length === 0 || (exitCode !== 0 && !failed)) {
    results.push(
      failure(suite, "the extension host", `the editor ended with code ${exitCode}\n${output.slice(-5000)}`),
    );
  }
  return results;
}

/** The titles of all in-host tests, read from their text: only an extension host could load them. */
export function listInHostTests(): string[] {
  const texts = globSync(tests).map((file) => readFileSync(file, "utf8"));
  return texts.flatMap((text) => Array.from(text.matchAll(/^\s*it\("(.+?)"/gm), ([, title]) => `in-host: ${title}`));
}

function asResult({ title, state, ms, error }: InHostEvent): TestResult {
  return { suite, title, state, ms, error, tags: [] };
}
