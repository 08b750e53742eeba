import { listInHostTests, runInHostTests } from "../../test/editor/run.ts";
import type { PartName } from "./parts.ts";
import type { TestResult } from "./result.ts";
import { listVitest, runVitest } from "./vitest-suite.ts";

/** Without one of these there is no editor at all. */
const needed: readonly PartName[] = ["chromium", "code-server"];

/** Runs the tests inside the extension host and the journeys, or reports them all as skipped. */
export async function runEditorTests(missing: ReadonlyMap<PartName, string>): Promise<TestResult[]> {
  const tags = needed.filter((name) => missing.has(name));
  if (tags.length > 0) {
    const titles = [...listInHostTests(), ...(await listVitest("editor"))];
    return titles.map((title) => ({ suite: "editor", title, state: "skipped", ms: 0, tags }));
  }
  return [...(await runInHostTests()), ...(await runVitest("editor", [...missing.keys()]))];
}
