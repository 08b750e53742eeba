import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { execa } from "execa";
import { failure, type TestResult } from "./result.ts";

/** The part of Vitest's JSON report that is read here. */
interface Report {
  testResults: { name: string; status: string; message: string; assertionResults: Assertion[] }[];
}

interface Assertion {
  fullName: string;
  status: string;
  duration?: number | null;
  failureMessages: string[];
  tags: string[];
}

const root = join(import.meta.dirname, "../..");
const vitest = join(root, "node_modules/vitest/vitest.mjs");

/**
 * Runs one project of vitest.config.ts, its output shown as it comes.
 * Whatever makes Vitest fail outside of a test (a file that does not load, an unhandled error) is a failed result.
 * @param without tags of tests that are left out; they are reported as skipped.
 */
export async function runVitest(project: string, without: readonly string[]): Promise<TestResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-report-"));
  try {
    const report = join(folder, "report.json");
    const { exitCode } = await execa(process.execPath, [vitest, ...options(project, report, without)], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      reject: false,
    });
    const results = await readReport(project, report);
    if (exitCode !== 0 && !results.some(({ state }) => state === "failed")) {
      results.push(failure(project, "Vitest itself", `it ended with code ${exitCode}: read its output above`));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function options(project: string, report: string, without: readonly string[]): string[] {
  const filter = without.map((tag) => `!${tag}`).join(" and ");
  return [
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...(filter ? [`--tags-filter=${filter}`] : []),
  ];
}

async function readReport(project: string, path: string): Promise<TestResult[]> {
  const text = await readFile(path, "utf8").catch(() => '{"testResults":[]}');
  const { testResults } = JSON.parse(text) as Report;
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const results = assertionResults.map((assertion) => asResult(project, file, assertion));
    const unexplained = status === "failed" && !results.some(({ state }) => state === "failed");
    return unexplained ? [...results, failure(project, file, message)] : results;
  });
}

function asResult(suite: string, file: string, assertion: Assertion): TestResult {
  const { fullName, status, duration, failureMessages, tags } = assertion;
  const state = status === "passed" || status === "failed" ? status : "skipped";
  return { suite, title: `${file}: ${fullName}`, state, ms: duration ?? 0, error: failureMessages.join("\n"), tags };
}

/** The titles of a project's tests, none of which is run. */
export async function listVitest(project: string): Promise<string[]> {
  const { stdout } = await execa(process.execPath, [vitest, "list", "--project", project, "--json"], { cwd: root });
  const tests = JSON.parse(stdout) as { name: string; file: string }[];
  return tests.map(({ name, file }) => `${relative(root, file)}: ${name}`);
}
