import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const checkout = join(import.meta.dirname, "../..");

test("`npm link` puts slipway on the PATH, and takes it away again", async () => {
  const prefix = temporaryFolder();
  const bin = join(prefix, "bin");
  const env = { npm_config_prefix: prefix, PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}` };
  const npm = (...args: string[]) => execa("npm", [...args, "--no-audit", "--no-fund"], { cwd: checkout, env });
  await npm("link");
  const { version } = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as { version: string };
  expect((await execa(join(bin, "slipway"), ["--version"], { cwd: prefix, env })).stdout).toBe(version);
  await npm("unlink", "--global", "slipway");
  await expect(execa(join(bin, "slipway"), ["--version"], { env })).rejects.toMatchObject({ code: "ENOENT" });
});
