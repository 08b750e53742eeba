#!/usr/bin/env node
import { parseArgs } from "node:util";
import { openEditor } from "./editor.ts";

/** Stands where `@vscode/test-electron` expects the `code` executable, and runs the tests in code-server instead. */
const LIMIT = 180_000;

/** False for the workbench's own complaints: it is cut off from every service that it asks for. */
const isOurs = (line: string): boolean => !/workbench\.js|^Canceled/.test(line);

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string", multiple: true },
    extensionTestsPath: { type: "string" },
  },
});
const { extensionDevelopmentPath: extensions, extensionTestsPath: tests } = values;
if (!Array.isArray(extensions) || typeof tests !== "string") throw new Error("started by @vscode/test-electron only");

const workspace = positionals[0];
const editor = await openEditor({
  ...(workspace ? { workspace } : {}),
  extensions: extensions.map(String),
  tests,
  onLog: (text) => console.log(text.split("\n").filter(isOurs).join("\n")),
});
const timeout = Promise.withResolvers<number>();
const timer = setTimeout(timeout.resolve, LIMIT, 124);
process.exitCode = await Promise.race([editor.exited, timeout.promise]);
clearTimeout(timer);
if (process.exitCode === 124) console.error(`the tests did not end within ${LIMIT / 1000} s\n${editor.log()}`);
for (const survivor of await editor.close()) {
  console.error(`outlived the editor: ${survivor}`);
  process.exitCode ||= 1;
}
process.exit();
