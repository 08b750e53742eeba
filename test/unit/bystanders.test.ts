import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { bystanders } from "../support/bystanders.ts";
import type { Thing } from "../support/census.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function setting() {
  const folder = temporaryFolder();
  const [home, databases, clones] = ["home", "databases", "clones"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [home, databases, clones]) mkdirSync(one);
  const own = {
    home: { folder: home, databases },
    folders: [clones],
    companies: ["0fc0ffee"],
    repository: "acme-shop-0a1b2c3d",
  };
  return { home, databases, clones, isOthers: bystanders({ docker: true, things: new Map() }, own) };
}

/** A process that nobody is above: the shell that has started it is gone. */
async function orphan({ cwd = "/", env = {}, follows = "/dev/null" } = {}): Promise<Thing> {
  const script = '"$@" >/dev/null 2>&1 & echo $!';
  const options = { cwd, env: { PATH: process.env.PATH, ...env }, extendEnv: false };
  const { stdout: pid } = await execa("sh", ["-c", script, "sh", "tail", "-F", follows], options);
  onTestFinished(() => void process.kill(Number(pid), "SIGKILL"));
  return { kind: "process", id: pid, label: `${pid} tail` };
}

test("a process that nobody is above is the test's where it is tied to what the test owns", async () => {
  const { home, databases, clones, isOthers } = setting();
  expect(isOthers(await orphan({ env: { SLIPWAY_HOME: home } }))).toBe(false);
  expect(isOthers(await orphan({ env: { PATH: `${home}/bin:${process.env.PATH}` } }))).toBe(false);
  expect(isOthers(await orphan({ cwd: clones }))).toBe(false);
  expect(isOthers(await orphan({ follows: "/var/lib/slipway-practice/0fc0ffee/data" }))).toBe(false);
  expect(isOthers(await orphan({ cwd: databases }))).toBe(false);
});

test("a process that nobody is above is another's where nothing ties it to the test", async () => {
  const { isOthers } = setting();
  expect(isOthers(await orphan())).toBe(true);
  expect(isOthers(await orphan({ env: { SLIPWAY_HOME: "/elsewhere" } }))).toBe(true);
});

test("what the test itself has started is its own", async () => {
  const { isOthers } = setting();
  const child = execa("sleep", ["600"], { reject: false });
  onTestFinished(() => void child.kill());
  expect(isOthers({ kind: "process", id: "", label: `${child.pid} sleep 600` })).toBe(false);
});

test("a temporary folder of the product is another's where the process that borrows it is, and runs", async () => {
  const { home, isOthers } = setting();
  const lentTo = (pid: string): Thing => {
    const label = join(tmpdir(), `slipway-share-${pid}-x1Y2z3`, "file");
    return { kind: "file", id: label, label };
  };
  expect(isOthers(lentTo((await orphan()).id))).toBe(true);
  expect(isOthers(lentTo((await orphan({ env: { SLIPWAY_HOME: home } })).id))).toBe(false);
  const ended = spawn("true");
  await once(ended, "close");
  expect(isOthers(lentTo(String(ended.pid)))).toBe(false);
});

test("images that all use are nobody's, those of the repository are the test's", () => {
  const { isOthers } = setting();
  const image = (label: string): Thing => ({ kind: "image", id: label, label });
  for (const shared of ["slipway.local/postgres:103bb09c58e1", "postgres:15", "caddy:2", "node:24-slim"])
    expect([shared, isOthers(image(shared))]).toEqual([shared, true]);
  expect(isOthers(image("slipway/another-0a1b2c3d:1"))).toBe(true);
  for (const own of ["slipway/acme-shop-0a1b2c3d:1", "sha256:0a1b2c3d"])
    expect([own, isOthers(image(own))]).toEqual([own, false]);
});
