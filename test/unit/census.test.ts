import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Census, census, difference, leftovers, type Thing } from "../support/census.ts";

test("a new process, port and file are seen, and seen to go", async () => {
  const before = await census();
  const folder = mkdtempSync(join(tmpdir(), "slipway-census-"));
  writeFileSync(join(folder, "trace"), "");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const child = spawn("sleep", ["4242"]);
  await once(child, "spawn");
  const { port } = server.address() as AddressInfo;
  const ours = [join(folder, "trace"), `port ${port}`, `${child.pid} sleep 4242`];
  const ignore = ({ label }: Thing) => !ours.includes(label);
  try {
    const labels = difference(before, await census(), { ignore }).map(({ label }) => label);
    expect(labels.sort()).toEqual(ours.toSorted());
    expect(await leftovers(before, { ignore, within: 0 })).toHaveLength(3);
  } finally {
    child.kill();
    server.close();
    rmSync(folder, { recursive: true });
  }
  expect(await leftovers(before, { ignore })).toEqual([]);
});

test("nothing is said where the Engine answered only once", () => {
  const picture = (docker: boolean): Census => ({ docker, things: new Map() });
  expect(() => difference(picture(true), picture(false))).toThrow("only one of the two");
});
