import { appendFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import type { InHostEvent } from "./in-host.ts";

/**
 * The extensionTestsPath: VS Code calls `run()` in its extension host. Every test becomes one line of JSON in the file
 * named by SLIPWAY_IN_HOST_REPORT. Resolving or rejecting becomes the editor's exit code, 0 or 1.
 */
export async function run(): Promise<void> {
  const { SLIPWAY_IN_HOST_REPORT: report, SLIPWAY_IN_HOST_FILES: files } = process.env;
  if (!report || !files) throw new Error("run by test/editor/support/in-host.ts only");
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, reporter: reporterTo(report) });
  for (const file of JSON.parse(files) as string[]) mocha.addFile(join(__dirname, file));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

function reporterTo(path: string): Mocha.ReporterConstructor {
  const write = (event: InHostEvent): void => appendFileSync(path, `${JSON.stringify(event)}\n`);
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      const event = (test: Mocha.Test) => ({ title: test.fullTitle(), ms: test.duration ?? 0 });
      runner.on("pass", (test) => write({ ...event(test), state: "passed" }));
      runner.on("pending", (test) => write({ ...event(test), state: "skipped" }));
      runner.on("fail", (test, error) =>
        write({ ...event(test), state: "failed", error: error.stack ?? String(error) }),
      );
    }
  };
}
