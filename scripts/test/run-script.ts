import { join } from "node:path";
import { execa } from "execa";
import { failure, type TestResult } from "./result.ts";

const root = join(import.meta.dirname, "../..");

/** Runs one of package.json's scripts, its output shown as it comes. @returns a failed result, or nothing. */
export async function runScript(name: "build" | "check"): Promise<TestResult[]> {
  const { exitCode } = await execa("npm", ["run", "--silent", name], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    reject: false,
  });
  return exitCode === 0 ? [] : [failure(name, `npm run ${name}`, `it ended with code ${exitCode}: see above`)];
}
